// A paragraph of the desk: its four texts, what of them is saved, and what others have done to them meanwhile.
"use strict";

/** One text. `base` is what the server has as far as we know, `digest` its name for that. */
drafting.Field = class {
  constructor(paragraph, node) {
    this.paragraph = paragraph;
    this.node = node;
    this.name = node.dataset.field;
    this.input = node.querySelector("input:not([type=hidden]), textarea");
    const hidden = node.querySelector(`[name="base_${this.name}"]`);
    this.base = this.input.defaultValue;
    this.digest = hidden.value;
    this.theirs = null; // {text, digest, by, at}: changed by somebody else while we changed it too
    this.waiting = null; // changed by somebody else while the cursor stands here
    this.composing = false;
    this.input.addEventListener("compositionstart", () => (this.composing = true));
    this.input.addEventListener("compositionend", () => {
      this.composing = false;
      this.#typed();
    });
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("blur", () => this.#left());
  }

  get value() {
    return this.input.value;
  }

  get isDirty() {
    return this.value !== this.base;
  }

  get mayBeSaved() {
    return this.isDirty && !this.theirs && !this.composing;
  }

  #typed() {
    // Letters of a word being composed are no text yet.
    if (this.composing) return;
    if (this.waiting && this.isDirty) this.clash(this.waiting);
    this.paragraph.typed();
  }

  #left() {
    if (this.waiting && !this.isDirty) this.#take(this.waiting);
    this.waiting = null;
    this.paragraph.left();
  }

  /** What we sent stands there now. */
  saved(text, digest) {
    this.base = text;
    this.digest = digest;
  }

  /** What the server has; it goes into the field only where nothing of ours would be lost. */
  learn(theirs) {
    if (theirs.text === this.base) {
      this.digest = theirs.digest;
    } else if (this.value === theirs.text) {
      this.#take(theirs);
    } else if (this.isDirty) {
      this.clash(theirs);
    } else if (document.activeElement === this.input) {
      this.waiting = theirs;
    } else {
      this.#take(theirs);
    }
  }

  #take(theirs) {
    if (this.value !== theirs.text) this.input.value = theirs.text;
    this.saved(theirs.text, theirs.digest);
    this.waiting = null;
    this.#settled();
  }

  clash(theirs) {
    this.waiting = null;
    this.theirs = theirs;
    let box = this.node.querySelector(".desk__clash");
    if (!box) {
      this.node.append(document.getElementById("desk-clash").content.cloneNode(true));
      box = this.node.querySelector(".desk__clash");
      box.addEventListener("click", (event) => this.#decide(event.target.dataset.act));
    }
    const { say } = this.paragraph.desk;
    const told = { who: theirs.by || say.somebody, time: theirs.at };
    box.querySelector("[data-told]").textContent = drafting.fill(say.changed, told);
    const quote = box.querySelector("[data-theirs]");
    quote.lang = this.input.lang;
    quote.textContent = theirs.text || "—";
    this.paragraph.desk.keep(this.paragraph);
  }

  #decide(act) {
    if (!["theirs", "mine", "both"].includes(act)) return;
    const theirs = this.theirs;
    if (act === "both") {
      this.input.value = [this.value, theirs.text].filter(Boolean).join("\n\n");
      this.input.focus();
      return;
    }
    if (act === "theirs") this.input.value = theirs.text;
    this.saved(theirs.text, theirs.digest);
    this.#settled();
    this.input.focus();
    this.paragraph.typed(0);
  }

  close() {
    this.input.value = this.base;
    this.input.readOnly = true;
    this.#settled();
  }

  #settled() {
    this.theirs = null;
    this.node.querySelector(".desk__clash")?.remove();
  }
};

drafting.Paragraph = class {
  constructor(desk, node) {
    this.desk = desk;
    this.node = node;
    this.id = Number(node.dataset.paragraph);
    this.version = Number(node.dataset.version);
    this.url = node.dataset.url;
    this.fields = new Map();
    for (const one of node.querySelectorAll("[data-field]")) {
      const field = new drafting.Field(this, one);
      this.fields.set(field.name, field);
    }
    this.timer = 0;
    this.saving = null;
    this.refused = "";
    node.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.desk.act(this, event.submitter?.value ?? "save");
    });
    for (const field of this.fields.values()) {
      field.input.addEventListener("paste", () => setTimeout(() => this.hasParts() && this.desk.tell(this.desk.say.parts)));
    }
    this.show();
  }

  get isDirty() {
    return [...this.fields.values()].some((field) => field.isDirty);
  }

  get clashes() {
    return [...this.fields.values()].some((field) => field.theirs);
  }

  get isComposing() {
    return [...this.fields.values()].some((field) => field.composing);
  }

  /** Somebody typed: kept in the browser at once, saved when they pause. */
  typed(pause = 1000) {
    this.refused = "";
    this.desk.keep(this);
    this.show();
    this.desk.changed();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  left() {
    if ([...this.fields.values()].some((field) => field.mayBeSaved)) this.save();
  }

  hasParts() {
    return ["text_en", "text_zh_hans"].some((name) => /\n[^\S\n]*\n/.test(this.fields.get(name).value.trim()));
  }

  show() {
    for (const mark of this.node.querySelectorAll("[data-missing]")) {
      const name = mark.dataset.missing === "en" ? "text_en" : "text_zh_hans";
      mark.hidden = !this.desk.required.includes(mark.dataset.missing) || this.fields.get(name).value.trim() !== "";
    }
    const split = this.node.querySelector("button[value=split]");
    if (split) split.hidden = !this.hasParts();
  }

  /** One at a time: what is typed while we wait goes with the next. */
  async save() {
    clearTimeout(this.timer);
    if (this.saving) {
      await this.saving;
      return this.desk.editable ? this.save() : undefined;
    }
    const fields = [...this.fields.values()].filter((field) => field.mayBeSaved);
    if (!fields.length || this.refused || !this.desk.editable) return undefined;
    this.saving = this.#send(fields);
    try {
      await this.saving;
    } finally {
      this.saving = null;
      this.desk.changed();
    }
    return undefined;
  }

  async #send(fields) {
    const changes = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    const base = Object.fromEntries(fields.map((field) => [field.name, field.digest]));
    const answer = await this.desk.send(this.url, { act: "save", version: this.version, changes, base });
    if (answer?.saved) {
      for (const field of fields) field.saved(changes[field.name], answer.saved.digests[field.name]);
      this.learn(answer.saved);
    } else if (answer?.error === "clash") {
      this.learn(answer.row);
    } else if (answer?.error === "refused") {
      this.refused = answer.told;
    }
    this.desk.keep(this);
    const more = [...this.fields.values()].some((field) => field.mayBeSaved);
    if (more && answer && !this.refused) this.timer = setTimeout(() => this.save(), 1000);
  }

  /** How the server has it. */
  learn(row) {
    if (row.version < this.version) return; // an answer that was overtaken
    this.version = row.version;
    for (const field of this.fields.values()) {
      field.learn({ text: row.texts[field.name], digest: row.digests[field.name], by: row.by, at: row.at });
    }
    this.node.querySelector("[data-changed]").textContent = row.by ? drafting.fill(this.desk.say.theirs, { who: row.by, time: row.at }) : "";
    this.show();
  }

  /** Field → {text, digest} of what is not saved. */
  unsaved() {
    const dirty = [...this.fields.values()].filter((field) => field.isDirty);
    return Object.fromEntries(dirty.map((field) => [field.name, { text: field.value, digest: field.digest }]));
  }

  /** Text that was kept in this browser goes back into its field. */
  putBack(texts) {
    let isBack = false;
    for (const [name, { text, digest }] of Object.entries(texts)) {
      const field = this.fields.get(name);
      if (!field || text === field.base) continue;
      isBack = true;
      field.input.value = text;
      const { by, at } = this.node.querySelector("[data-changed]").dataset;
      if (digest !== field.digest) field.clash({ text: field.base, digest: field.digest, by, at });
    }
    return isBack;
  }

  number(number) {
    this.node.querySelector("[data-heading]").textContent = drafting.fill(this.desk.say.paragraph, { number });
  }

  /** The text stands still: the fields show it as it is. */
  close() {
    for (const field of this.fields.values()) field.close();
    this.node.querySelector(".acts")?.remove();
  }
};
