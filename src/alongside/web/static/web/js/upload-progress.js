// Shows how much of a file has been sent; without it the form is sent all the same.
class UploadProgress extends HTMLElement {
  connectedCallback() {
    const bar = this.querySelector("progress");
    const button = this.querySelector("button");
    this.addEventListener("htmx:beforeRequest", () => {
      bar.hidden = false;
      button.disabled = true;
    });
    this.addEventListener("htmx:xhr:progress", (event) => {
      const { loaded, total, lengthComputable } = event.detail;
      // The answer's own progress is told too; it is small, and begins anew at nothing.
      const percent = lengthComputable ? (100 * loaded) / total : 0;
      if (percent > bar.value) bar.value = percent;
      if (bar.value === 100) button.textContent = "Sent. One moment …";
    });
    this.addEventListener("htmx:afterRequest", () => {
      bar.hidden = true;
      button.disabled = false;
    });
  }
}
customElements.define("upload-progress", UploadProgress);
