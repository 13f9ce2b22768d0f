// Does the small work that keeps robots away while the form is filled in; else a question does.
const numbers = [...Array(312).keys()].slice(2);
const PRIMES = numbers.filter((n) => numbers.every((d) => d >= n || n % d));
const bits = (root) => ((root % 1) * 2 ** 32) | 0;
const K = PRIMES.map((prime) => bits(Math.cbrt(prime)));
const START = PRIMES.slice(0, 8).map((prime) => bits(Math.sqrt(prime)));
const turn = (x, n) => (x >>> n) | (x << (32 - n));
// The first word of SHA-256 of a short text: browsers offer all of it on HTTPS alone.
function firstWord(text, w = new Int32Array(64)) {
  for (let i = 0; i <= text.length; i++) w[i >> 2] |= (text.charCodeAt(i) || 128) << (24 - 8 * (i & 3));
  w[15] = 8 * text.length;
  for (let i = 16; i < 64; i++) {
    const near = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    w[i] = w[i - 16] + w[i - 7] + near + (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i++) {
    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i];
    const two = one + (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [two | 0, a, b, c, (d + one) | 0, e, f, g];
  }
  return (a + START[0]) | 0;
}
customElements.define("card-work", class extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.form.addEventListener("submit", (event) => this.wait(event));
    this.work(0);
  }
  work(n) {
    for (const end = performance.now() + 15; performance.now() < end; n++)
      if (Math.clz32(firstWord(`${this.dataset.seed}:${n}`)) >= this.dataset.bits) return this.done(n);
    setTimeout(() => this.work(n));
  }
  done(n) {
    [this.form.solution.value, this.hidden] = [n, true];
    if (this.isAwaited) this.form.requestSubmit();
  }
  wait(event) {
    if (this.form.solution.value || this.form.answer.value) return;
    event.preventDefault();
    this.isAwaited = true;
  }
});
