// A field to sign in with a finger, a pen or a mouse. Without it the name is typed.
const [WIDE, HIGH] = [600, 200];

class SignaturePad extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.strokes = [];
    this.innerHTML += `<canvas width="${WIDE}" height="${HIGH}" role="img" aria-label="Field for a drawn signature; a typed name below is enough"></canvas><button type="button" class="button small">Clear the field</button>`;
    this.field = this.querySelector("input");
    this.canvas = this.querySelector("canvas");
    this.pen = this.canvas.getContext("2d");
    Object.assign(this.pen, { lineWidth: 4, lineCap: "round", strokeStyle: "#1f1d1a" });
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.draw(event));
    this.querySelector("button").addEventListener("click", () => this.clear());
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const within = (share, most) => Math.max(0, Math.min(most, Math.round(share * most)));
    return [within((event.clientX - box.x) / box.width, WIDE), within((event.clientY - box.y) / box.height, HIGH)];
  }

  begin(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.strokes.push([this.at(event)]);
  }

  draw(event) {
    if (!event.buttons || !this.strokes.length) return;
    const stroke = this.strokes.at(-1), from = stroke.at(-1), to = this.at(event);
    stroke.push(to);
    this.pen.beginPath(); this.pen.moveTo(...from); this.pen.lineTo(...to); this.pen.stroke();
    this.field.value = this.strokes.map((line) => line.map((point) => point.join(",")).join(" ")).join(";");
  }

  clear() { this.strokes = []; this.field.value = ""; this.pen.clearRect(0, 0, WIDE, HIGH); }
}
customElements.define("signature-pad", SignaturePad);
