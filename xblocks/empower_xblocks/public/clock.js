/* The time that is left. The server keeps it; this only tells it. */
globalThis.EmpowerClock ||= (() => {
  const PATIENCE = 5000;
  const SLACK = 5;

  return class {
    constructor(answers) {
      this.answers = answers;
      this.block = answers.block;
    }

    get isUp() {
      return this.said?.startsWith("up");
    }

    start() {
      this.stop();
      const box = this.block.querySelector(".empower__time");
      this.left = undefined;
      if (!box) return;
      this.set(box);
      this.tick();
    }

    stop() {
      clearTimeout(this.timer);
    }

    set({ dataset }) {
      this.left = Number(dataset.left);
      this.total = Number(dataset.total);
      this.since = performance.now();
    }

    tick() {
      this.stop();
      const { dataset } = this.block;
      const left = this.left - (performance.now() - this.since) / 1000;
      const minutes = Math.floor((left + SLACK) / 60);
      const text = left < 60 ? dataset.last : minutes === 1 ? dataset.minute : dataset.minutes.replace("{n}", minutes);
      const box = this.block.querySelector(".empower__time");
      const line = box.querySelector("[role=timer]");
      if (line.textContent !== text) line.textContent = text;
      const isShort = left * 5 <= this.total;
      box.classList.toggle("is-short", isShort);
      this.tell(left <= 0 ? "up" : left < 60 ? "last" : isShort ? "warn" : "", text);
      if (left <= 0) this.timer = setTimeout(() => this.ask(), PATIENCE);
      else this.timer = setTimeout(() => this.tick(), Math.min(PATIENCE, left * 1000 + 200));
    }

    tell(stage, text) {
      const said = `${stage} ${this.block.dataset.attempt}`;
      if (!stage || this.said === said) return;
      this.said = said;
      this.block.say(this.block.dataset[stage].replace("{left}", text), stage === "up");
      if (stage === "up") this.answers.saveUnsent();
    }

    // A device that slept counts wrongly.
    lookAgain() {
      if (this.left !== undefined) this.ask();
    }

    async ask() {
      this.stop();
      try {
        const { html } = await this.block.post(this.block.dataset.timeUp, new URLSearchParams());
        const fresh = this.block.constructor.parse(html);
        if (!fresh.dataset.attempt) return this.block.swap(html);
        const box = fresh.querySelector(".empower__time");
        if (box) this.set(box);
      } catch {
        // The time goes on as it was known.
      }
      if (this.left !== undefined) this.timer = setTimeout(() => this.tick(), PATIENCE);
    }
  };
})();
