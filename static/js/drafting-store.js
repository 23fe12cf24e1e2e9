// What was typed and is not saved yet, kept in this browser until it is: each person's own, each paper's own.
"use strict";

drafting.Store = class {
  constructor(user, paper) {
    this.prefix = `drafting:${user}:${paper}:`;
  }

  /** texts: field → {text, digest}; the digest says what stood in the field when it was changed. */
  keep(paragraph, texts) {
    this.#try(() => {
      const key = this.prefix + paragraph;
      if (Object.keys(texts).length) localStorage.setItem(key, JSON.stringify(texts));
      else localStorage.removeItem(key);
    });
  }

  forget(paragraph) {
    this.keep(paragraph, {});
  }

  /** [paragraph, texts] of everything this person has not saved in this paper. */
  all() {
    const found = [];
    this.#try(() => {
      for (let place = 0; place < localStorage.length; place++) {
        const key = localStorage.key(place);
        if (key.startsWith(this.prefix)) found.push([key.slice(this.prefix.length), JSON.parse(localStorage.getItem(key))]);
      }
    });
    return found;
  }

  // A browser may refuse to keep anything, or have no room left: the text is on the page all the same.
  #try(act) {
    try {
      act();
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof SyntaxError)) throw error;
    }
  }
};
