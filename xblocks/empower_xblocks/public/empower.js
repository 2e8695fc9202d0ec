/* <empower-block>: makes the block's plain forms quick. Without this script they still work. */
(() => {
  if (customElements.get("empower-block")) return;

  const ACCEPT = "text/x-empower-fragment";
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");

  class EmpowerBlock extends HTMLElement {
    connectedCallback() {
      this.addEventListener("submit", this);
    }

    disconnectedCallback() {
      this.removeEventListener("submit", this);
    }

    handleEvent(event) {
      event.preventDefault();
      if (!this.busy) this.send(event.target, event.submitter);
    }

    async send(form, button) {
      const data = new FormData(form);
      if (button?.name) data.append(button.name, button.value);
      // One key for this submission: sent once more, it is still the same answer.
      if (data.has("key")) data.set("key", newKey());
      this.setBusy(true);
      const wait = setTimeout(() => this.say(this.dataset.sending), 400);
      try {
        const html = await this.post(form.action, new URLSearchParams(data));
        this.swap(html, form.hasAttribute("data-keep"), button?.value);
      } catch {
        this.say(this.dataset.failed, true);
        button?.focus();
      } finally {
        clearTimeout(wait);
        this.setBusy(false);
      }
    }

    async post(url, body) {
      const token = body.get("csrfmiddlewaretoken") || "";
      const ask = () => fetch(url, { method: "POST", body, credentials: "same-origin", headers: { Accept: ACCEPT, "X-CSRFToken": token } });
      let answer;
      try {
        answer = await ask();
        if (answer.status >= 502) throw new Error(answer.status);
      } catch {
        this.say(this.dataset.retrying);
        await pause(1000);
        answer = await ask();
      }
      const html = await answer.text();
      if (!html.includes("<empower-block")) throw new Error(answer.status);
      return html;
    }

    swap(html, keep, act) {
      const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("empower-block");
      const typed = keep ? this.readAnswer() : null;
      const chosen = document.activeElement?.value;
      this.lang = fresh.lang;
      Object.assign(this.dataset, { ...fresh.dataset });
      this.view.replaceWith(fresh.querySelector(".empower__view"));
      if (typed) this.restoreAnswer(typed);
      const alert = this.querySelector("[role=alert]");
      // What the learner has to look at now, if it is not simply the next page.
      const here = keep ? this.querySelector(`[name=language][value="${chosen}"]`)
        : this.querySelector("[aria-invalid]") || alert?.closest("fieldset")?.querySelector("input")
        || (/^(check|decide)\b/.test(act) && this.querySelector("[data-after]"));
      const target = here || this.querySelector("[data-focus]") || this.querySelector(".empower__title");
      target?.focus({ preventScroll: true });
      if (here) here.scrollIntoView({ block: "nearest" });
      else if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: "start" });
      this.say(alert ? "" : keep ? this.dataset.done : "");
    }

    readAnswer() {
      const form = this.querySelector("form[data-answer]");
      return form && new FormData(form).getAll(form.elements.decision ? "decision" : "answer");
    }

    restoreAnswer(values) {
      for (const field of this.querySelectorAll("form[data-answer] :is([name=answer], [name=decision])")) {
        if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value);
        else field.value = values[0] ?? "";
      }
    }

    setBusy(busy) {
      this.busy = busy;
      this.view.setAttribute("aria-busy", busy);
      for (const button of this.querySelectorAll("button")) button.setAttribute("aria-disabled", busy);
      if (!busy) this.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    }

    say(text, failed = false) {
      const line = this.querySelector(".empower__live");
      line.textContent = text;
      line.classList.toggle("is-failed", failed);
    }

    get view() {
      return this.querySelector(".empower__view");
    }
  }

  customElements.define("empower-block", EmpowerBlock);
})();
