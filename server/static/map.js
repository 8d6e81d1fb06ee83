// Draws the points, circles and boundaries that a page names in `data-map`. Without a tile server the ground is plain.
"use strict";

(function () {
  const INK = "#0b5d5a";
  const KINDS = {
    site: { color: "#0b5d5a", fillColor: "#0b5d5a", fillOpacity: 0.9, radius: 8, weight: 2 },
    on_site: { color: "#14532d", fillColor: "#2e7d4f", fillOpacity: 0.9, radius: 6, weight: 1.5 },
    near: { color: "#6b4200", fillColor: "#d99a1c", fillOpacity: 0.9, radius: 6, weight: 1.5 },
    far: { color: "#7f1d1d", fillColor: "#c0392b", fillOpacity: 0.9, radius: 6, weight: 1.5 },
    point: { color: "#1f3f66", fillColor: "#3b6ea5", fillOpacity: 0.9, radius: 6, weight: 1.5 },
  };

  function words(text) {
    const element = document.createElement("span");
    element.textContent = text; // never as HTML: it comes from phones
    return element;
  }

  function ground(map, tiles) {
    const [address, ...credit] = (tiles || "").split(" ");
    if (!address) return;
    const named = document.createElement("span");
    named.textContent = credit.join(" ");
    L.tileLayer(address, { maxZoom: 19, attribution: named.innerHTML }).addTo(map);
  }

  function draw(holder) {
    const drawn = JSON.parse(holder.dataset.map);
    const map = L.map(holder, { attributionControl: Boolean(drawn.tiles), scrollWheelZoom: false });
    const seen = L.featureGroup().addTo(map);
    map.setView([drawn.points[0].lat, drawn.points[0].lon], 15); // a circle in metres has no bounds before
    ground(map, drawn.tiles);
    if (drawn.tiles) map.attributionControl.setPrefix(false);
    for (const area of drawn.areas || []) {
      L.geoJSON(area, { style: { color: "#7a8b87", weight: 2, fillOpacity: 0.04, interactive: false } }).addTo(map);
    }
    for (const circle of drawn.circles || []) {
      const style = { radius: circle.radius, color: INK, weight: 1.5, dashArray: "6 5", fillOpacity: 0.05 };
      seen.addLayer(L.circle([circle.lat, circle.lon], { ...style, interactive: false }));
    }
    for (const point of drawn.points || []) {
      const style = KINDS[point.kind] || KINDS.point;
      if (point.accuracy) {
        const slack = { radius: point.accuracy, color: style.color, weight: 1, opacity: 0.5, fillOpacity: 0.1 };
        seen.addLayer(L.circle([point.lat, point.lon], { ...slack, interactive: false }));
      }
      seen.addLayer(L.circleMarker([point.lat, point.lon], style).bindPopup(words(point.label)));
    }
    map.fitBounds(seen.getBounds().pad(0.15), { maxZoom: 16, animate: false });
    L.control.scale({ imperial: false }).addTo(map);
  }

  // A canvas knows circles alone; what a mark means is told by its form as well as by its colour.
  const FORMS = {
    circle: (pen, x, y, r) => pen.arc(x, y, r, 0, 2 * Math.PI),
    square: (pen, x, y, r) => pen.rect(x - r, y - r, 2 * r, 2 * r),
    triangle: (pen, x, y, r) => line(pen, [x, y - 1.2 * r], [x + 1.2 * r, y + r], [x - 1.2 * r, y + r]),
    diamond: (pen, x, y, r) => line(pen, [x, y - 1.3 * r], [x + 1.3 * r, y], [x, y + 1.3 * r], [x - 1.3 * r, y]),
    cross: (pen, x, y, r) => [[r, r], [r, -r]].forEach(([a, b]) => line(pen, [x - a, y - b], [x + a, y + b])),
  };

  function line(pen, first, ...others) {
    pen.moveTo(...first);
    others.forEach((point) => pen.lineTo(...point));
    if (others.length > 1) pen.closePath();
  }

  const Mark = L.CircleMarker.extend({
    _updatePath() {
      const canvas = this._renderer;
      if (!canvas._drawing || this._empty()) return;
      canvas._ctx.beginPath();
      FORMS[this.options.form](canvas._ctx, this._point.x, this._point.y, this._radius);
      canvas._fillStroke(canvas._ctx, this);
    },
  });

  function told(project, drawn) {
    const box = document.createElement("div");
    const link = document.createElement("a");
    link.href = drawn.leads_to + project.id;
    link.textContent = project.title;
    box.append(link, document.createElement("br"), `${drawn.marks[project.stage].word} · ${project.percent_physical}%`);
    return box;
  }

  async function answer(address) {
    const found = await fetch(address, { headers: { Accept: "application/geo+json" } });
    if (!found.ok) throw new Error(`${address} answered ${found.status}`);
    return found.json();
  }

  // Every project of an area: too many for elements, so they are drawn on a canvas.
  async function spread(holder) {
    const drawn = JSON.parse(holder.dataset.features);
    const [areas, projects] = await Promise.all([drawn.areas, drawn.projects].map(answer));
    const usual = { attributionControl: Boolean(drawn.tiles), scrollWheelZoom: false };
    const map = L.map(holder, { ...usual, preferCanvas: true, zoomSnap: 0.25 }).setView([0, 0], 2);
    const small = projects.features.length > 300 ? 4 : 5;
    ground(map, drawn.tiles);
    if (drawn.tiles) map.attributionControl.setPrefix(false);
    const outline = { color: "#52625e", weight: 1.5, fillOpacity: 0.04, interactive: false };
    const parts = L.geoJSON(areas, { filter: (area) => area.geometry?.type.endsWith("Polygon"), style: outline }).addTo(map);
    const marks = L.geoJSON(projects, {
      filter: (one) => Boolean(one.geometry),
      pointToLayer: ({ properties: one }, place) => {
        const { form, fill } = drawn.marks[one.stage];
        const late = one.behind || one.overdue;
        const edge = { color: form === "cross" ? fill : "#1c2b29", weight: late ? 2 : 0.8 };
        const body = { fill: form !== "cross", fillColor: fill, fillOpacity: 1, radius: late ? small + 1.5 : small };
        return new Mark(place, { form, ...edge, ...body }).bindPopup(() => told(one, drawn));
      },
    }).addTo(map);
    const bounds = parts.getBounds().extend(marks.getBounds());
    if (bounds.isValid()) map.fitBounds(bounds.pad(0.02), { maxZoom: 15, animate: false });
    L.control.scale({ imperial: false }).addTo(map);
    holder.dataset.drawn = marks.getLayers().length; // also for tests
  }

  document.querySelectorAll("[data-map]").forEach(draw);
  document.querySelectorAll("[data-features]").forEach(spread);
})();
