/* <empower-order>: buttons that move a step. Without them each step has a list of places. */
customElements.get("empower-order") || customElements.define("empower-order", class extends HTMLElement {
  connectedCallback() {
    if (this.querySelector("button")) return;
    for (const row of this.rows) {
      for (const [sign, name, by] of [["↑", this.dataset.up, -1], ["↓", this.dataset.down, 1]]) {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "empower__button", textContent: sign });
        button.setAttribute("aria-label", `${name}: ${row.querySelector("label").textContent}`);
        button.onclick = () => this.move(row, this.rows.indexOf(row) + by, button);
        row.append(button);
      }
      const list = row.querySelector("select");
      list.onchange = () => list.value && this.move(row, list.value - 1, list);
    }
    this.sort();
  }

  sort() {
    const place = (row) => Number(row.querySelector("select").value) || 99;
    this.append(...this.rows.sort((one, other) => place(one) - place(other)));
  }

  move(row, to, control) {
    const rows = this.rows.filter((other) => other !== row);
    to = Math.max(0, Math.min(to, rows.length));
    rows.splice(to, 0, row);
    this.append(...rows);
    rows.forEach((one, at) => (one.querySelector("select").value = at + 1));
    // What is moved loses the focus; and only lists say by themselves that they were changed.
    control.focus();
    if (control.type === "button") this.dispatchEvent(new Event("change", { bubbles: true }));
    const said = { step: row.querySelector("label").textContent, n: to + 1, all: rows.length };
    this.closest("empower-block").say(this.dataset.moved.replace(/{(\w+)}/g, (_, name) => said[name]));
  }

  get rows() {
    return [...this.querySelectorAll("[data-row]")];
  }
});
