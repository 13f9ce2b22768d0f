// Draws the offices of the list below it; without it, the list is all there is.
class TerritoryMap extends HTMLElement {
  connectedCallback() {
    const box = this.querySelector(".map");
    box.hidden = false;
    const { latitude, longitude, rings, tiles, credit } = this.dataset;
    const middle = [Number(latitude), Number(longitude)];
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(box, { zoomAnimation: !still, fadeAnimation: !still, zoomSnap: 0.25 }).setView(middle, 11);
    map.attributionControl.setPrefix(false);
    if (tiles) L.tileLayer(tiles, { attribution: credit }).addTo(map);
    for (const miles of rings.split(" ")) map.fitBounds(this.ring(middle, miles, map).getBounds(), { animate: false });
    for (const link of this.querySelectorAll("a[data-latitude]")) this.dot(link).addTo(map);
    L.marker(middle, { icon: L.divIcon({ className: "home", iconSize: [40, 40] }), keyboard: false, interactive: false, zIndexOffset: -1000 }).addTo(map);
  }

  ring(middle, miles, map) {
    const ring = L.circle(middle, { radius: miles * 1609.344, className: "ring", interactive: false }).addTo(map);
    const icon = L.divIcon({ className: "ring-name", html: `<span>${Number(miles)} mi</span>`, iconSize: [48, 20] });
    L.marker([ring.getBounds().getNorth(), middle[1]], { icon, keyboard: false, interactive: false }).addTo(map);
    return ring;
  }

  dot(link) {
    const { latitude, longitude, tier, rank } = link.dataset;
    const name = link.textContent.trim();
    const icon = L.divIcon({ className: `dot ${tier}`, html: rank, iconSize: [24, 24] });
    const marker = L.marker([latitude, longitude], { icon, title: name, alt: name, riseOnHover: true });
    const shown = link.cloneNode(true);
    return marker.bindPopup(shown).on("add", () => marker.getElement().setAttribute("aria-label", name));
  }
}
customElements.define("territory-map", TerritoryMap);
