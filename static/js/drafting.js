// The drafting desk: saves while somebody types, tells how long the text is and who else is there. The rules are the server's;
// nothing that was typed is thrown away here, whatever the connection, the session or a colleague does.
"use strict";

(() => {
  const settings = JSON.parse(document.getElementById("desk-settings").textContent);
  const ASK_EVERY = 15000;
  const LONGEST_PAUSE = 30000;
  const LONGEST_PRESS = 3000;
  const find = (id) => document.getElementById(id);

  class Desk {
    constructor() {
      Object.assign(this, { user: settings.user, editable: settings.editable, say: settings.say, required: settings.required });
      this.counters = drafting.counters(settings.patterns);
      this.store = new drafting.Store(settings.user, settings.paper);
      this.list = find("desk-paragraphs");
      this.csrf = document.querySelector("#desk [name=csrfmiddlewaretoken]")?.value ?? "";
      this.paragraphs = new Map();
      this.pause = 2000;
      this.turn = Promise.resolve();
      this.trouble = "";
      this.undone = "";
      this.#watchPointer();
      for (const node of this.list.children) this.#adopt(node);
      if (this.editable) this.#bringBack();
      else this.#showLost();
      this.#listen();
      this.count();
    }

    #adopt(node) {
      const paragraph = new drafting.Paragraph(this, node);
      this.paragraphs.set(paragraph.id, paragraph);
      return paragraph;
    }

    #listen() {
      find("desk").classList.add("desk--live");
      addEventListener("beforeunload", (event) => {
        if (!this.isDirty) return;
        event.preventDefault();
        event.returnValue = ""; // older browsers
      });
      document.addEventListener("visibilitychange", () => (document.hidden ? this.saveAll() : this.ask()));
      addEventListener("online", () => this.retry());
      addEventListener("keydown", (event) => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
          event.preventDefault();
          this.saveAll();
        }
      });
      find("desk-add")?.addEventListener("submit", (event) => {
        event.preventDefault();
        this.add({});
      });
      // A comment leads to a new page: what is typed in the paragraphs is saved before.
      document.addEventListener("submit", async (event) => {
        if (event.defaultPrevented || !this.isDirty || !find("desk").contains(event.target)) return;
        event.preventDefault();
        await this.saveAll();
        if (!this.isDirty) event.target.submit();
      });
      const open = () => {
        const place = location.hash && document.querySelector(location.hash.replace(/[^#\w-]/g, ""));
        if (place?.tagName === "DETAILS") place.open = true;
      };
      addEventListener("hashchange", open);
      open();
      setInterval(() => document.hidden || this.ask(), ASK_EVERY);
    }

    /** `isStill` settles once nobody presses a button: what moved away below the pointer would not be pressed at all. */
    #watchPointer() {
      let release = () => {};
      addEventListener("pointerdown", () => {
        release();
        this.isStill = new Promise((resolve) => (release = resolve));
        setTimeout(release, LONGEST_PRESS); // a menu of the browser may keep the end of it to itself
      });
      // The click comes right after the pointer is up.
      for (const name of ["pointerup", "pointercancel", "blur"]) addEventListener(name, () => setTimeout(() => release()));
    }

    get isDirty() {
      return [...this.paragraphs.values()].some((one) => one.isDirty);
    }

    // ---------------------------------------------------------------- what the page says

    tell(text) {
      const status = find("desk-status");
      if (status.textContent !== text) status.textContent = text;
    }

    /** The state of saving in one sentence; the worst first. */
    changed(at = "") {
      const all = [...this.paragraphs.values()];
      const refused = all.find((one) => one.refused && one.isDirty)?.refused;
      find("desk").classList.toggle("desk--trouble", Boolean(this.trouble || refused || all.some((one) => one.clashes)));
      if (at) this.savedAt = at;
      if (this.closed) this.tell(this.closed);
      else if (this.trouble) this.tell(this.say[this.trouble]);
      else if (refused) this.tell(drafting.fill(this.say.refused, { why: refused }));
      else if (all.some((one) => one.clashes)) this.tell(this.say.clash);
      else if (all.some((one) => one.saving)) this.tell(this.say.saving);
      else if (this.isDirty) this.tell(this.say.unsaved);
      else if (this.undone) this.tell(this.undone);
      else if (this.savedAt) this.tell(drafting.fill(this.say.saved, { time: this.savedAt }));
      this.count();
    }

    /** As the server counts; over what stands in the fields. */
    count(given = null) {
      const sum = (unit, names) =>
        [...this.paragraphs.values()].reduce(
          (total, one) => total + names.reduce((part, name) => part + this.counters[unit](one.fields.get(name).value), 0),
          0,
        );
      const counted = given ?? {
        words: sum("words", ["heading_en", "text_en"]),
        characters: sum("characters", ["heading_zh_hans", "text_zh_hans"]),
      };
      for (const unit of ["words", "characters"]) {
        const node = document.querySelector(`[data-length=${unit}]`);
        const room = settings.room[unit];
        node.querySelector("[data-says]").textContent = drafting.lengthInWords(settings.length[unit], counted[unit], room);
        node.classList.toggle("desk__length--over", room !== null && counted[unit] > room);
        const bar = node.querySelector("progress");
        if (bar) bar.value = Math.min(counted[unit], bar.max);
      }
    }

    // ---------------------------------------------------------------- what is not saved

    /** Once the text is closed, what was kept stays so until its writer has seen to it. */
    keep(paragraph) {
      if (this.editable) this.store.keep(paragraph.id, paragraph.unsaved());
    }

    /** What this person typed and the browser could not save before the page was closed. */
    #bringBack() {
      let isBack = false;
      for (const [id, texts] of this.store.all()) {
        const paragraph = this.paragraphs.get(Number(id));
        if (!paragraph) this.#orphan(id, texts);
        else if (paragraph.putBack(texts)) isBack = true;
        if (paragraph) {
          this.keep(paragraph);
          paragraph.show();
        }
      }
      if (isBack) {
        this.changed();
        this.tell(this.say.put_back);
        setTimeout(() => this.saveAll(), 1000);
      }
    }

    #showLost() {
      for (const [id, texts] of this.store.all()) this.#orphan(id, texts);
    }

    /** Text that has no paragraph to go to. */
    #orphan(id, texts) {
      const node = find("desk-orphan").content.cloneNode(true).firstElementChild;
      for (const { text } of Object.values(texts)) {
        const quote = document.createElement("p");
        quote.className = "desk__quote";
        quote.textContent = text;
        node.querySelector("[data-texts]").append(quote);
      }
      const back = node.querySelector("[data-act=put-back]");
      if (!this.editable) back.remove();
      back.addEventListener("click", async () => {
        const changes = Object.fromEntries(Object.entries(texts).map(([name, { text }]) => [name, text]));
        if (await this.add(changes)) {
          this.store.forget(id);
          node.remove();
        }
      });
      node.querySelector("[data-act=discard]").addEventListener("click", () => {
        if (!confirm(this.say.discard)) return;
        this.store.forget(id);
        node.remove();
      });
      find("desk-lost").append(node);
    }

    // ---------------------------------------------------------------- to the server and back

    async saveAll() {
      await Promise.all([...this.paragraphs.values()].map((one) => one.save()));
    }

    retry() {
      clearTimeout(this.timer);
      this.ask().then(() => this.saveAll());
    }

    known() {
      return [...this.paragraphs.values()].map((one) => `${one.id}:${one.version}`).join(",");
    }

    /** A POST; the answer, or null where none came. What it says of the paper is taken in. */
    async send(url, data, isSecondTry = false) {
      this.changed();
      const body = JSON.stringify({ ...data, user: this.user, known: this.known() });
      const headers = { "Content-Type": "application/json", "X-CSRFToken": this.csrf };
      const answer = await this.#fetch(url, { method: "POST", headers, body, keepalive: body.length < 60000 });
      if (answer?.error !== "denied") return answer;
      // After a new sign-in the form's key is another one: fetch it, and try once more.
      if (isSecondTry || !(await this.ask())) return null;
      return this.editable ? this.send(url, data, true) : null;
    }

    /** How the paper stands now. */
    async ask() {
      return this.#fetch(`${settings.now}?known=${this.known()}`, {});
    }

    /** One after the other: an answer that was overtaken tells of a paper that is no more. Who closes the page does not wait. */
    #fetch(url, options) {
      if (document.hidden) return this.#exchange(url, options);
      const turn = this.turn.then(() => this.#exchange(url, options));
      this.turn = turn.catch(() => null);
      return turn;
    }

    async #exchange(url, options) {
      let response, answer;
      try {
        const signal = AbortSignal.timeout(LONGEST_PAUSE);
        response = await fetch(url, { ...options, signal, redirect: "manual", headers: { Accept: "application/json", ...options.headers } });
        const isJSON = response.headers.get("Content-Type")?.startsWith("application/json");
        answer = isJSON ? await response.json() : null;
        await this.isStill;
      } catch {
        return this.#inTrouble("offline");
      }
      if (response.type === "opaqueredirect" || response.status === 401) return this.#inTrouble("signed_out");
      if (answer?.error === "user" || (answer?.user && answer.user !== this.user)) return this.#inTrouble("user");
      if (response.status === 403) {
        this.#inTrouble("denied");
        return { error: "denied" };
      }
      if (!answer?.order) return this.#inTrouble("server");
      this.#recovered();
      this.#take(answer);
      return answer;
    }

    #inTrouble(kind) {
      this.lastTrouble = kind;
      this.trouble = this.isDirty || kind === "user" ? kind : "";
      this.changed();
      clearTimeout(this.timer);
      if (kind !== "denied") this.timer = setTimeout(() => this.retry(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
      return null;
    }

    #recovered() {
      clearTimeout(this.timer);
      this.trouble = "";
      this.pause = 2000;
    }

    /** The paper as it stands: paragraphs that came, went, moved or were changed by others. */
    #take(now) {
      this.csrf = now.csrf;
      find("desk-state").textContent = now.state_label;
      if (this.editable && !now.editable) this.#close(now);
      for (const [id, html] of Object.entries(now.html)) {
        if (!this.paragraphs.has(Number(id))) this.list.append(this.#drawn(html));
      }
      const order = now.order.map(([id]) => id);
      for (const [id, paragraph] of this.paragraphs) if (!order.includes(id)) this.#gone(paragraph);
      for (const row of now.rows) {
        const paragraph = this.paragraphs.get(row.id);
        if (paragraph && !paragraph.saving) paragraph.learn(row);
      }
      this.#arrange(now.order);
      for (const paragraph of this.paragraphs.values()) {
        paragraph.node.querySelector("[data-comments]").textContent = now.comments[paragraph.id] ?? "";
      }
      find("desk-missing").replaceChildren(...now.missing.map((one) => this.#item(drafting.fill(this.say.missing, { one }))));
      find("desk-others").textContent = now.others.length ? drafting.fill(this.say.others, { names: now.others.join(this.say.comma) }) : "";
      find("desk-empty")?.toggleAttribute("hidden", this.paragraphs.size > 0);
      this.changed(now.saved ? now.at : "");
      if (!this.isDirty) this.count({ words: now.words, characters: now.characters });
    }

    #item(text) {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }

    #drawn(html) {
      const template = document.createElement("template");
      template.innerHTML = html;
      const node = template.content.querySelector("[data-paragraph]");
      return this.#adopt(node).node;
    }

    #gone(paragraph) {
      const texts = paragraph.unsaved();
      paragraph.node.remove();
      this.paragraphs.delete(paragraph.id);
      if (Object.keys(texts).length) this.#orphan(paragraph.id, texts);
    }

    /** Only what stands elsewhere is moved, and the cursor stays where it is. */
    #arrange(order) {
      const active = document.activeElement;
      const range = active?.tagName === "TEXTAREA" ? [active.selectionStart, active.selectionEnd] : null;
      let next = null;
      for (const [id, number] of [...order].reverse()) {
        const { node } = this.paragraphs.get(id);
        if (node.nextElementSibling !== next) this.list.insertBefore(node, next);
        this.paragraphs.get(id).number(number);
        next = node;
      }
      if (active && active !== document.activeElement && this.list.contains(active)) {
        active.focus({ preventScroll: true });
        if (range) active.setSelectionRange(...range);
      }
    }

    #close(now) {
      this.editable = false;
      for (const paragraph of this.paragraphs.values()) {
        if (paragraph.isDirty) this.#orphan(paragraph.id, paragraph.unsaved());
        paragraph.close();
      }
      find("desk-add")?.remove();
      this.closed = drafting.fill(this.say.closed, { state: now.state_label });
    }

    // ---------------------------------------------------------------- what the buttons do

    async act(paragraph, act) {
      await paragraph.save();
      if (act === "save") return;
      const number = paragraph.node.querySelector("[data-heading]").textContent.replace(/\D/g, "");
      if (act === "delete" && !confirm(drafting.fill(this.say.delete, { number }))) return;
      if (act === "delete") this.store.forget(paragraph.id);
      const answer = await this.#order(paragraph.url, { act });
      this.#go(answer?.focus ?? (act === "up" || act === "down" ? paragraph.id : 0), act);
    }

    async add(changes) {
      const answer = await this.#order(settings.add, { changes });
      this.#go(answer?.focus);
      return Boolean(answer?.focus);
    }

    /** What a button asks for is not tried again by itself: an answer that was lost on the way may have been a yes. */
    async #order(url, data) {
      if (this.undone) this.tell((this.undone = ""));
      const answer = await this.send(url, data);
      if (answer?.told) this.tell(answer.told);
      if (!answer && this.editable) this.undone = this.say[this.lastTrouble === "signed_out" ? "sign_in_first" : "press_again"];
      if (this.undone) this.changed();
      return answer;
    }

    /** To a new paragraph's first field; after a move, to the button that moved it. */
    #go(id, act = "") {
      const paragraph = this.paragraphs.get(id);
      if (!paragraph) return;
      const button = paragraph.node.querySelector(`button[value="${act}"]`);
      const isMove = act === "up" || act === "down";
      (isMove ? button : paragraph.fields.get("text_en").input).focus();
      paragraph.node.scrollIntoView({ block: "nearest" });
    }
  }

  new Desk();
})();
