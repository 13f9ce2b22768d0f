// Two round buttons beside a number: one fewer, one more. Without it the number is typed.
class StepCount extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    const what = this.querySelector("label").textContent.toLowerCase();
    this.field.before(this.button("−", `one fewer: ${what}`, -1));
    this.field.after(this.button("+", `one more: ${what}`, 1));
  }

  button(sign, name, by) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "round", textContent: sign });
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => this.add(by));
    return button;
  }

  add(by) {
    this.field.value = Math.max(0, (Number(this.field.value) || 0) + by);
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
customElements.define("step-count", StepCount);
