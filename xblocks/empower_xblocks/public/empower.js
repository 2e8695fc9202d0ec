/* <empower-block>: makes the block's plain forms quick. Without this script they still work. */
(() => {
  if (customElements.get("empower-block")) return;

  const ACCEPT = "text/x-empower-fragment";
  const PATIENCE = 20000;
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
  const parse = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("empower-block");

  class EmpowerBlock extends HTMLElement {
    static newKey = newKey;
    static parse = parse;

    connectedCallback() {
      this.addEventListener("submit", this);
      this.addEventListener("click", this);
      if ("quiz" in this.dataset && globalThis.EmpowerAnswers) this.answers ||= new globalThis.EmpowerAnswers(this);
      this.answers?.start();
    }

    disconnectedCallback() {
      this.removeEventListener("submit", this);
      this.removeEventListener("click", this);
      this.answers?.stop();
    }

    handleEvent(event) {
      if (event.type === "click") return this.jump(event);
      event.preventDefault();
      if (this.busy) return;
      const { target: form, submitter: button } = event;
      if (!this.answers?.takes(form, button)) this.send(form, button);
    }

    // In the iframe of a learning app every link leads the frame around it away, even one within the page.
    jump(event) {
      const target = event.target.closest("a[href^='#']") && this.querySelector(event.target.closest("a").hash);
      if (!target) return;
      event.preventDefault();
      target.scrollIntoView({ block: "start" });
      this.reveal(target.querySelector("[tabindex='-1']") || target);
    }

    async send(form, button) {
      const data = new FormData(form);
      if (button?.name) data.append(button.name, button.value);
      // One key for this submission: sent once more, it is still the same answer.
      if (data.has("key")) data.set("key", newKey());
      this.setBusy(true);
      const wait = setTimeout(() => this.say(this.dataset.sending), 400);
      try {
        const { html } = await this.post(form.action, new URLSearchParams(data));
        this.swap(html, button, form.hasAttribute("data-keep"));
      } catch (error) {
        if (!this.answers?.goElsewhere(button?.value)) {
          this.say(error.signedOut ? this.dataset.signIn || this.dataset.failed : this.dataset.failed, true);
          button?.focus();
        }
      } finally {
        clearTimeout(wait);
        this.setBusy(false);
      }
    }

    async post(url, body) {
      const token = this.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
      body.set("csrfmiddlewaretoken", token);
      const ask = () =>
        fetch(url, { method: "POST", body, credentials: "same-origin", headers: { Accept: ACCEPT, "X-CSRFToken": token }, signal: AbortSignal.timeout?.(PATIENCE) });
      let answer;
      try {
        answer = await ask();
        if (answer.status >= 502) throw new Error(answer.status);
      } catch (error) {
        if (!navigator.onLine) throw error;
        if (this.busy) this.say(this.dataset.retrying);
        await pause(1000);
        answer = await ask();
      }
      const html = await answer.text();
      if (html.includes("<empower-block")) return { status: answer.status, html };
      // A page of somebody else's, or none: most likely the one that asks to sign in.
      throw Object.assign(new Error(answer.status), { signedOut: answer.ok || answer.status === 401 || answer.status === 403 });
    }

    swap(html, button, keep) {
      const fresh = parse(html);
      const flags = button?.value?.endsWith("flag");
      const typed = keep || flags ? this.readAnswer() : null;
      const chosen = document.activeElement?.value;
      const [act, part] = (button?.value || "").split(":");
      const clock = this.querySelector(".empower__time")?.open;
      const isTranslated = this.lang !== fresh.lang;
      this.lang = fresh.lang;
      for (const name of Object.keys(this.dataset)) if (!(name in fresh.dataset)) delete this.dataset[name];
      Object.assign(this.dataset, fresh.dataset);
      this.view.replaceWith(fresh.querySelector(".empower__view"));
      this.swapTools(fresh, isTranslated);
      if (typed) this.restoreAnswer(typed);
      if (clock === false) this.querySelector(".empower__time")?.removeAttribute("open");
      const alert = this.querySelector("[role=alert]");
      const here = keep ? this.querySelector(`[name=language][value="${chosen}"]`)
        : this.querySelector("[aria-invalid]") || alert?.closest("fieldset")?.querySelector("input")
        || (flags && this.querySelector(".empower__flag"))
        || (/^(check|decide)$/.test(act) && this.querySelector(`${part ? `[data-part="${part}"] ` : ""}[data-after]`));
      const target = here || this.querySelector("[data-focus]") || this.querySelector(".empower__title");
      if (target) this.reveal(target, here);
      this.say(alert ? "" : keep ? this.dataset.done : "");
      this.answers?.start();
    }

    // What stands in the calculator stays there, until the language changes.
    swapTools(fresh, isTranslated) {
      const old = this.querySelector(".empower__tools");
      const tools = fresh.querySelector(".empower__tools");
      if (old && (isTranslated || !this.dataset.attempt)) old.remove();
      if (tools && !old?.isConnected) this.view.after(tools);
    }

    reveal(target, nearest) {
      target.focus({ preventScroll: true });
      if (nearest) target.scrollIntoView({ block: "nearest" });
      else if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: "start" });
      if (window === window.parent || !document.referrer) return;
      // A frame as high as its content can't scroll itself. Open edX's learning app scrolls when it is told where to.
      const seen = new IntersectionObserver(([entry]) => {
        seen.disconnect();
        if (!entry.isIntersecting) window.parent.postMessage({ offset: target.getBoundingClientRect().top + window.scrollY }, document.referrer);
      });
      seen.observe(target);
    }

    readAnswer() {
      const form = this.querySelector("form[data-answer]");
      return form && [...new FormData(form)];
    }

    restoreAnswer(pairs) {
      for (const field of this.querySelector("form[data-answer]")?.elements ?? []) {
        if (!/^(answer|stance|decision)/.test(field.name)) continue;
        const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
        if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value);
        else field.value = values[0] ?? "";
      }
      for (const order of this.querySelectorAll("empower-order")) order.sort?.();
    }

    setBusy(busy) {
      this.busy = busy;
      this.view.setAttribute("aria-busy", busy);
      for (const button of this.view.querySelectorAll("button")) button.setAttribute("aria-disabled", busy);
      if (!busy) this.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    }

    say(text, failed = false) {
      const line = this.querySelector(".empower__live");
      line.textContent = text;
      line.classList.toggle("is-failed", failed);
      if (failed && text) line.scrollIntoView({ block: "nearest" });
    }

    get view() {
      return this.querySelector(".empower__view");
    }
  }

  customElements.define("empower-block", EmpowerBlock);
})();
