/* <empower-calculator>: exact arithmetic on fractions, so that 0.1 + 0.2 is 0.3. */
(() => {
  if (customElements.get("empower-calculator")) return;

  const PLACES = 10;
  const gcd = (a, b) => (b ? gcd(b, a % b) : a < 0n ? -a : a);
  const fraction = (n, d) => {
    if (d === 0n) throw new RangeError("zero");
    const shared = gcd(n, d) * (d < 0n ? -1n : 1n);
    return { n: n / shared, d: d / shared };
  };
  const SIGNS = {
    "+": (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d),
    "-": (a, b) => fraction(a.n * b.d - b.n * a.d, a.d * b.d),
    "*": (a, b) => fraction(a.n * b.n, a.d * b.d),
    "/": (a, b) => fraction(a.n * b.d, a.d * b.n),
  };
  const ALIKE = { "−": "-", "–": "-", "×": "*", "·": "*", x: "*", "÷": "/", ":": "/" };

  class Ambiguous extends Error {}

  // In German the comma is the decimal mark, in English the point; the other one is taken, too, unless it may group.
  const readNumber = (typed, mark) => {
    const other = mark === "," ? "." : ",";
    if (/[.,].*[.,]/.test(typed) || (typed.includes(other) && /^[1-9]\d{0,2}.\d{3}$/.test(typed))) throw new Ambiguous(typed);
    const [whole, places = ""] = typed.split(/[.,]/);
    return fraction(BigInt(whole + places || "0"), 10n ** BigInt(places.length));
  };

  const calculate = (text, mark) => {
    const tokens = text.replace(/[−–×·x÷:]/g, (sign) => ALIKE[sign]).match(/\d[\d.,]*|[.,]\d+|[-+*/()%]|\S/g) || [];
    const next = (...wanted) => (wanted.includes(tokens[0]) ? tokens.shift() : "");
    const atom = () => {
      if (next("-")) return SIGNS["-"]({ n: 0n, d: 1n }, atom());
      let value;
      if (next("(")) {
        value = sum();
        if (!next(")")) throw new SyntaxError();
      } else if (/^[.,]?\d/.test(tokens[0] || "")) value = readNumber(tokens.shift(), mark);
      else throw new SyntaxError();
      return next("%") ? fraction(value.n, value.d * 100n) : value;
    };
    const chain = (part, ...signs) => {
      let value = part();
      for (let sign; (sign = next(...signs)); ) value = SIGNS[sign](value, part());
      return value;
    };
    const product = () => chain(atom, "*", "/");
    const sum = () => chain(product, "+", "-");
    const value = sum();
    if (tokens.length) throw new SyntaxError();
    return value;
  };

  const write = ({ n, d }, mark) => {
    const scale = 10n ** BigInt(PLACES);
    const size = n < 0n ? -n : n;
    const isExact = (size * scale) % d === 0n;
    const digits = ((size * scale * 2n + d) / (d * 2n)).toString().padStart(PLACES + 1, "0");
    const places = digits.slice(-PLACES).replace(/0+$/, "");
    const text = (n < 0n ? "-" : "") + digits.slice(0, -PLACES) + (places && mark + places);
    return { text, isExact };
  };

  class EmpowerCalculator extends HTMLElement {
    connectedCallback() {
      this.hidden = false;
      this.addEventListener("submit", this);
      this.addEventListener("click", this);
      this.addEventListener("toggle", this, true);
    }

    handleEvent(event) {
      if (event.type === "submit") {
        event.preventDefault();
        event.stopPropagation();
        this.show();
      } else if (event.type === "toggle") this.querySelector("details").open && this.field.focus();
      else if (event.target.matches("[data-use]")) this.use();
      else if (event.target.value && event.target.type === "button") this.insert(event.target.value);
    }

    get field() {
      return this.querySelector("[name=expression]");
    }

    get mark() {
      return this.closest("[lang]").lang === "de" ? "," : ".";
    }

    insert(sign) {
      const { field } = this;
      field.setRangeText(sign, field.selectionStart, field.selectionEnd, "end");
      field.focus();
    }

    show() {
      const output = this.querySelector("output");
      const use = this.querySelector("[data-use]");
      use.hidden = true;
      if (!this.field.value.trim()) return void (output.value = "");
      try {
        const { text, isExact } = write(calculate(this.field.value, this.mark), this.mark);
        output.value = `= ${isExact ? text : this.dataset.about.replace("{value}", text)}`;
        this.result = text;
        use.hidden = !this.target;
      } catch (error) {
        if (error instanceof Ambiguous) output.value = this.dataset.ambiguous.replace("{typed}", error.message);
        else output.value = error instanceof RangeError ? this.dataset.zero : this.dataset.wrong;
      }
    }

    // The field of a question that asks for a number, if there is one and only one.
    get target() {
      const fields = this.closest("empower-block").querySelectorAll("[data-answer] [inputmode=decimal], [data-whole] [inputmode=decimal]");
      return fields.length === 1 ? fields[0] : null;
    }

    use() {
      const { target } = this;
      if (!target) return;
      target.value = this.result;
      target.dispatchEvent(new Event("change", { bubbles: true }));
      target.focus();
    }
  }

  customElements.define("empower-calculator", EmpowerCalculator);
})();
