// How long a text is, by the same patterns as the server's (reports/counting.py).
"use strict";

window.drafting = {
  /** Two functions, made of the server's patterns. */
  counters(patterns) {
    const counter = (pattern) => {
      const expression = new RegExp(pattern, "gu");
      return (text) => (text.match(expression) || []).length;
    };
    return { words: counter(patterns.words), characters: counter(patterns.characters) };
  },

  /** A sentence with its places filled: %(name)s. */
  fill(sentence, values = {}) {
    return sentence.replace(/%\((\w+)\)[sd]/g, (place, name) => (name in values ? values[name] : place));
  },

  /** “1,312 of 1,500 words, 188 left”. */
  lengthInWords(sentences, count, room) {
    const figure = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
    const free = count === 1 ? "one" : "many";
    const kind = room === null ? free : count > room ? "over" : "left";
    const values = { count: figure(count), room: figure(room ?? 0), left: figure(Math.abs((room ?? 0) - count)) };
    return drafting.fill(sentences[kind], values);
  },
};
