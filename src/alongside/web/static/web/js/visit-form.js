// Shows only what the chosen outcome needs; without it the whole form is there, and works.
class VisitForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.show());
    this.show();
  }

  show() {
    const outcome = this.querySelector("[name=outcome]:checked")?.value ?? "";
    for (const part of this.querySelectorAll("[data-for]")) {
      part.hidden = !part.dataset.for.split(" ").includes(outcome);
    }
    // A day that they named is what "come back on" asks for: it is not left folded away.
    if (outcome === "come_back") this.querySelector("details.rest").open = true;
  }
}
customElements.define("visit-form", VisitForm);
