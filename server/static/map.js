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

  document.querySelectorAll("[data-map]").forEach(draw);
})();
