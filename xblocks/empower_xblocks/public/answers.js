/* Answers of a quiz: kept until they are sent. */
globalThis.EmpowerAnswers ||= (() => {
  const PREFIX = "empower:";
  const PATIENCE = 2500;
  const LONGEST_WAIT = 60000;
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const put = (text, n) => (text || "").replace("{n}", n);
  const isBlank = (data) => ![...data].some(([name, value]) => name.startsWith("answer") && value.trim());

  // Some browsers refuse storage in a frame of another site; then a reload loses what isn't sent.
  const storage = (() => {
    try {
      localStorage.setItem(PREFIX, "");
      localStorage.removeItem(PREFIX);
      return localStorage;
    } catch {
      const kept = {};
      return {
        kept,
        getItem: (name) => kept[name] ?? null,
        setItem: (name, value) => void (kept[name] = value),
        removeItem: (name) => void delete kept[name],
      };
    }
  })();
  const names = () => Object.keys(storage.kept || storage).filter((name) => name.startsWith(PREFIX)).sort();

  return class EmpowerAnswers {
    constructor(block) {
      this.block = block;
      this.clock = globalThis.EmpowerClock && new EmpowerClock(this);
      this.waiting = new Map();
      this.given = new Map();
      this.pages = new Map();
      this.tries = this.lost = 0;
      this.problem = "";
    }

    start() {
      if (!this.isOn) this.listen("addEventListener");
      this.isOn = true;
      this.tidy();
      for (const entry of this.entries()) this.given.set(entry.q, [...new URLSearchParams(entry.body)]);
      const shown = this.position;
      if (this.entries().some((entry) => entry.q === shown)) this.block.restoreAnswer(this.given.get(shown));
      this.show();
      if (this.entries().length) this.flush();
      this.clock?.start();
      clearTimeout(this.keeping);
      this.keeping = setTimeout(() => this.keepPages(), 1500);
    }

    stop() {
      this.isOn = false;
      this.listen("removeEventListener");
      this.clock?.stop();
      for (const timer of [this.keeping, this.timer]) clearTimeout(timer);
    }

    listen(how) {
      for (const type of ["online", "storage", "visibilitychange"]) window[how](type, this, true);
      this.block[how]("change", this);
    }

    handleEvent(event) {
      if (event.type === "change") {
        const part = event.target.closest("[data-part]");
        // Where an answer is checked by a button, choosing is not yet answering.
        if (part && !part.querySelector("button[value^=check]")) this.savePart(part, "stay");
      } else if (event.type === "storage") this.show();
      else if (event.type === "online") this.flush();
      else if (!document.hidden) {
        if (this.entries().length) this.flush();
        this.clock?.lookAgain();
      }
    }

    get data() {
      return this.block.dataset;
    }

    get position() {
      return Number(this.block.querySelector("form[data-answer] [name=q]")?.value);
    }

    get place() {
      return [PREFIX.slice(0, -1), this.data.owner, this.block.id, this.data.attempt, ""].join(":");
    }

    // Unsent answers of somebody else, or of a try that is over, must not stay on this device.
    tidy() {
      for (const name of names()) {
        const [, owner, block, attempt] = name.split(":");
        const isOld = block === this.block.id && attempt !== this.data.attempt;
        if (owner === this.data.owner && !isOld) continue;
        storage.removeItem(name);
        if (owner === this.data.owner) this.lost += 1;
      }
      if (this.lost) this.block.say(this.lost === 1 ? this.data.lostOne : put(this.data.lost, this.lost), true);
      this.lost = 0;
      if (!this.data.attempt) {
        this.given.clear();
        this.pages.clear();
        this.kept = "";
      }
    }

    entries() {
      const mine = names().filter((name) => this.data.attempt && name.startsWith(this.place));
      return mine.map((id) => ({ id, ...JSON.parse(storage.getItem(id)) }));
    }

    add(url, data, q) {
      data.delete("csrfmiddlewaretoken");
      data.set("key", this.block.constructor.newKey());
      const last = Number(names().filter((name) => name.startsWith(this.place)).at(-1)?.split(":")[4] || 0);
      const id = `${this.place}${Math.max(Date.now(), last + 1)}:${data.get("key")}`;
      storage.setItem(id, JSON.stringify({ url, q, body: String(data) }));
      this.given.set(q, [...data]);
      return id;
    }

    async sent(id) {
      const answer = new Promise((resolve) => this.waiting.set(id, resolve));
      this.flush();
      const result = await Promise.race([answer, pause(PATIENCE)]);
      this.waiting.delete(id);
      this.show();
      return result;
    }

    flush() {
      clearTimeout(this.timer);
      return (this.flushing ||= this.sendAll().finally(() => (this.flushing = null)));
    }

    async sendAll() {
      let inBackground = false;
      for (let entry; (entry = this.entries()[0]); ) {
        let answer;
        try {
          answer = await this.block.post(entry.url, new URLSearchParams(entry.body));
        } catch (error) {
          this.tryLater(error);
          return;
        }
        this.tries = 0;
        storage.removeItem(entry.id);
        inBackground ||= !this.waiting.has(entry.id);
        this.settle(entry, answer);
      }
      this.show();
      if (!inBackground || !this.data.attempt) return;
      if (!this.clock?.isUp) this.block.say(this.problem || this.data.allSent, this.problem);
      this.problem = "";
      if (!this.block.querySelector("[data-answer], [data-whole]")) await this.refresh().catch(() => {});
    }

    tryLater(error) {
      this.block.say(error.signedOut ? this.data.signIn : "", true);
      for (const resolve of this.waiting.values()) resolve();
      this.waiting.clear();
      this.timer = setTimeout(() => this.flush(), Math.min(LONGEST_WAIT, 2000 * 2 ** this.tries++));
      this.show();
    }

    settle(entry, { status, html }) {
      const waiter = this.waiting.get(entry.id);
      const isPart = entry.body.includes("part=1");
      if (status === 409 || status === 403) {
        // Closed meanwhile, or closed to this learner: the page says why.
        this.lost += 1;
        this.block.swap(html);
      } else if (isPart) this.absorb(html, entry, status);
      else if (this.stuck === entry.id) this.block.swap(html, { value: new URLSearchParams(entry.body).get("go") });
      else if (!waiter) this.absorb(html, entry, status);
      waiter?.({ html, isDone: status >= 400 && status !== 422 });
    }

    absorb(html, entry, status) {
      const fresh = this.block.constructor.parse(html);
      for (const mark of fresh.querySelectorAll("[data-mark]")) {
        const own = this.block.querySelector(`[data-mark="${mark.dataset.mark}"]`);
        if (own) own.className = mark.className;
        own?.setAttribute("aria-label", mark.getAttribute("aria-label"));
      }
      for (const name of [".empower__counts", ".empower__count"]) {
        const own = this.block.querySelector(name);
        const text = fresh.querySelector(name)?.textContent;
        if (own && text) own.textContent = text;
      }
      const part = fresh.querySelector("[data-part]");
      if (part) this.absorbPart(part, entry, status);
      else if (status === 422) this.problem = put(this.data.lookAgain, entry.q);
    }

    absorbPart(fresh, entry, status) {
      const own = this.block.querySelector(`[data-part="${entry.q}"]`);
      const checks = new URLSearchParams(entry.body).get("go") === "check";
      if (checks || status === 422 || own.classList.contains("has-problem")) {
        fresh.classList.toggle("has-problem", status === 422);
        own.replaceWith(fresh);
        if (checks) this.block.reveal(fresh.querySelector("[aria-invalid]") || fresh.querySelector("[data-after]") || fresh.querySelector("h3"), true);
        return;
      }
      const flag = own.querySelector(".empower__flag");
      if (flag.value !== fresh.querySelector(".empower__flag").value) {
        const hadFocus = flag === document.activeElement;
        flag.replaceWith(fresh.querySelector(".empower__flag"));
        if (hadFocus) own.querySelector(".empower__flag").focus();
      }
      own.querySelector(".empower__state").textContent = fresh.querySelector(".empower__state").textContent;
      this.block.say(put(this.data.saved, entry.q));
    }

    show() {
      const entries = this.entries();
      let line = this.block.querySelector(".empower__queue");
      if (!line && entries.length) {
        line = Object.assign(document.createElement("p"), { className: "empower__queue" });
        line.setAttribute("role", "status");
        this.block.append(line);
      }
      const late = entries.filter((entry) => !this.waiting.has(entry.id));
      const text = late.length === 1 ? this.data.waitsOne : late.length ? put(this.data.waits, late.length) : "";
      if (line && line.textContent !== text) line.textContent = text;
      for (const { q } of late) {
        const mark = this.block.querySelector(`[data-mark="${q}"]`);
        mark?.classList.add("is-waiting");
        mark?.setAttribute("aria-label", put(this.data.waiting, q));
        const state = this.block.querySelector(`[data-part="${q}"] .empower__state`);
        if (state) state.textContent = this.data.waitsHere;
      }
    }

    takes(form, button) {
      if (form.matches("[data-answer]")) return this.submitAnswer(form, button);
      if (form.matches("[data-whole]")) return this.submitWhole(form, button);
      return form.matches("[data-hand-in]") && this.handIn(form, button);
    }

    submitAnswer(form, button) {
      const data = new URLSearchParams(new FormData(form));
      const go = button?.value || "next";
      // Decisions of a case count as blank: they never wait, since only the server knows what follows.
      if (isBlank(data) && !go.endsWith("flag")) return false;
      data.set("go", go);
      this.sendAnswer(form, data, button, go);
      return true;
    }

    async sendAnswer(form, data, button, go) {
      const { block } = this;
      const id = this.add(form.action, data, this.position);
      block.setBusy(true);
      const wait = setTimeout(() => block.say(this.data.sending), 400);
      const result = await this.sent(id);
      clearTimeout(wait);
      block.setBusy(false);
      if (result) return result.isDone || block.swap(result.html, button);
      if (block.querySelector(".empower__live").textContent !== this.data.signIn) block.say("");
      if (!this.showPage(go)) {
        this.stuck = id;
        block.say(this.data.noPage);
      }
    }

    submitWhole(form, button) {
      const [go, position] = (button?.value || "").split(":");
      // A decision goes with the page and never waits: what follows from it only the server knows.
      if (position && go !== "decide") this.savePart(form.querySelector(`[data-part="${position}"]`), go);
      else this.flush().then(() => this.block.send(form, button));
      return true;
    }

    async savePart(part, go) {
      const { block } = this;
      const form = part.closest("form");
      const q = Number(part.dataset.part);
      const own = [...new FormData(form)].filter(([name]) => name.startsWith(`${q}:`));
      const data = new URLSearchParams(own.map(([name, value]) => [name.slice(`${q}:`.length), value]));
      const state = part.querySelector(".empower__state");
      if (isBlank(data) && go === "stay") return;
      if (go === "stay" && part.querySelector(".empower__stance.is-needed") && !data.get("stance")) {
        state.textContent = this.data.stanceFirst;
        return;
      }
      for (const [name, value] of Object.entries({ attempt: this.data.attempt, q, part: 1, go })) data.set(name, value);
      const id = this.add(form.dataset.whole, data, q);
      state.textContent = this.data.sending;
      if (!(await this.sent(id)) && go === "check") block.say(this.data.noPage);
    }

    handIn(form, button) {
      if (!this.entries().length) return false;
      this.block.setBusy(true);
      this.flush().then(() => {
        this.block.setBusy(false);
        if (this.entries().length) this.block.say(this.data.firstSend, true);
        else this.block.send(form, button);
      });
      return true;
    }

    async keepPages() {
      const wanted = `${this.data.attempt} ${this.block.lang}`;
      if (!this.position || this.kept === wanted || navigator.connection?.saveData) return;
      try {
        const { html } = await this.block.post(this.data.pages, new URLSearchParams());
        const pages = this.block.constructor.parse(html).querySelectorAll("[data-page]");
        this.pages = new Map(Array.from(pages, (page) => [Number(page.dataset.page), page]));
        this.kept = wanted;
      } catch {
        this.keeping = setTimeout(() => this.keepPages(), LONGEST_WAIT);
      }
    }

    goElsewhere(go) {
      if (!this.data.attempt || !go) return false;
      if (this.showPage(go)) return true;
      if (go === "check" || go === "hand-in" || !this.position) return false;
      this.block.say(this.data.noWay, true);
      return true;
    }

    showPage(go) {
      const position = { next: this.position + 1, previous: this.position - 1 }[go] || Number(go);
      const page = this.pages.get(position)?.cloneNode(true);
      if (!page) return false;
      const { view } = this.block;
      const strip = view.querySelector(".empower__overview");
      const count = view.querySelector(".empower__count");
      view.replaceChildren(...view.querySelectorAll(":scope > header, :scope > .empower__time"), ...page.children);
      view.querySelector(".empower__overview").replaceWith(strip);
      if (count) view.querySelector(".empower__count").replaceWith(count);
      view.querySelector("[name=place]").value = position;
      for (const mark of strip.querySelectorAll("[data-mark]")) {
        if (Number(mark.dataset.mark) === position) mark.setAttribute("aria-current", "true");
        else mark.removeAttribute("aria-current");
      }
      if (this.given.has(position)) this.block.restoreAnswer(this.given.get(position));
      this.stuck = "";
      this.show();
      this.block.reveal(view.querySelector("[data-focus]"));
      return true;
    }

    async refresh() {
      const place = this.block.querySelector("[name=place]").value;
      const { html } = await this.block.post(this.data.show, new URLSearchParams({ go: place }));
      this.block.swap(html);
    }

    // What was chosen and not sent yet still counts if it arrives within the grace.
    saveUnsent() {
      const form = this.block.querySelector("form[data-answer]");
      const data = form && new URLSearchParams(new FormData(form));
      if (!data || isBlank(data)) return;
      data.set("go", String(this.position));
      this.add(form.action, data, this.position);
      this.flush();
    }
  };
})();
