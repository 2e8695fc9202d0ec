/* <empower-studio>: makes the editor's plain forms quick inside Studio. Without this script they still work. */
(() => {
  const ACCEPT = "text/x-empower-studio";

  class EmpowerStudioElement extends HTMLElement {
    connectedCallback() {
      this.wasSaved = false;
      this.addEventListener("submit", this);
      this.addEventListener("input", this);
      this.addEventListener("click", this);
      this.prepare();
    }

    disconnectedCallback() {
      for (const name of ["submit", "input", "click"]) this.removeEventListener(name, this);
    }

    handleEvent(event) {
      if (event.target.closest(".studio__preview")) return;
      this[`on${event.type}`](event);
    }

    onsubmit(event) {
      event.preventDefault();
      if (!this.busy) this.send(event.target, event.submitter);
    }

    oninput() {
      this.dirty = true;
      if (!this.querySelector("[data-strength]")) return;
      clearTimeout(this.pending);
      this.pending = setTimeout(() => this.weigh(), 300);
    }

    onclick(event) {
      const line = event.target.closest("[data-line]");
      if (line) {
        event.preventDefault();
        this.goToLine(document.getElementById(line.hash.slice(1)), Number(line.dataset.line));
      } else if (event.target.closest("[data-close]")) {
        this.close();
      } else {
        const link = event.target.closest("a[href^='#']");
        if (!link) return;
        event.preventDefault();
        document.getElementById(decodeURIComponent(link.hash.slice(1)))?.focus();
      }
    }

    async send(form, button) {
      this.setBusy(true);
      this.say(this.dataset.sending);
      try {
        this.swap(await this.post(form, button), button);
        this.say("");
      } catch {
        this.say(this.dataset.failed, true);
        button?.focus();
      } finally {
        this.setBusy(false);
      }
    }

    async post(form, button) {
      const data = new FormData(form);
      if (button?.name) data.append(button.name, button.value);
      const headers = { Accept: ACCEPT, "X-CSRFToken": data.get("csrfmiddlewaretoken") || "" };
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin", headers });
      const html = await answer.text();
      const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("empower-studio");
      if (!fresh) throw new Error(answer.status);
      return fresh;
    }

    swap(fresh, button) {
      if (fresh.querySelector(".studio__notice--done")) this.wasSaved = true;
      const rows = /^(add|remove|up|down):/.test(button?.value || "");
      this.dirty = rows || (button?.value === "save" && !fresh.querySelector(".studio__notice--done"));
      this.view.replaceWith(fresh.querySelector(".studio__view"));
      this.prepare();
      const row = this.querySelector("fieldset[data-focus]");
      const target = row?.querySelector("input:not([type=hidden]), textarea, select") || row
        || this.querySelector("[data-focus]") || this.querySelector(".studio__notice") || this.querySelector(".studio__title");
      target?.focus();
    }

    async weigh() {
      const form = this.querySelector("form");
      try {
        const fresh = await this.post(form, this.querySelector("[data-weigh]"));
        const here = this.querySelector("[data-strength]");
        if (here) here.replaceWith(fresh.querySelector("[data-strength]"));
      } catch { /* The button still asks for it. */ }
    }

    goToLine(area, line) {
      if (!area) return;
      const lines = area.value.split("\n");
      const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      area.focus();
      area.setSelectionRange(start, start + (lines[line - 1] || "").length);
      area.scrollTop = (area.scrollHeight / lines.length) * Math.max(line - 4, 0);
    }

    close() {
      if (this.dirty && !window.confirm(this.dataset.dirty)) return;
      if (this.wasSaved) {
        this.runtime.notify("save", { state: "start" });
        this.runtime.notify("save", { state: "end" });
      } else this.runtime.notify("cancel", {});
    }

    prepare() {
      const close = this.querySelector("[data-close]");
      if (close) close.hidden = !this.runtime;
      this.querySelectorAll("[data-weigh]").forEach((button) => { button.hidden = true; });
    }

    setBusy(busy) {
      this.busy = busy;
      this.view.setAttribute("aria-busy", busy);
    }

    say(text, failed = false) {
      const line = this.querySelector(".studio__live");
      line.textContent = text;
      line.classList.toggle("is-failed", failed);
    }

    get view() {
      return this.querySelector(".studio__view");
    }
  }

  if (!customElements.get("empower-studio")) customElements.define("empower-studio", EmpowerStudioElement);

  /* Studio calls this with its runtime, and with the element or a wrapper around it. */
  window.EmpowerStudio = (runtime, element) => {
    const root = element.nodeType ? element : element[0];
    const editor = root.matches("empower-studio") ? root : root.querySelector("empower-studio");
    if (!editor) return;
    editor.runtime = runtime;
    editor.prepare();
  };
})();
