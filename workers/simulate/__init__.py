"""A whole province year, invented: `yudee simulate`. Everything comes in as phones and officers would bring it.

plan (what will happen: targets, stories of villages, projects) -> papers (what is sent) -> desk and decisions (what
becomes of it, by the domain's own verbs and the workers' own drains). `sending` posts it to a running server instead.
"""

from workers.simulate.plan import Asked
from workers.simulate.run import Simulated, Simulation
from workers.simulate.sending import Sending, Sent

__all__ = ["Asked", "Sending", "Sent", "Simulated", "Simulation"]
