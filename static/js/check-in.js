/* The door: the camera reads tickets, and the page says when the portal did not answer.
   Everything but the camera works without this script. */
(function () {
  "use strict";
  var SAME = 3000, LOOK = 150; /* milliseconds: the same code again, between two looks */

  function el(id) { return document.getElementById(id); }
  function vibrate(pattern) { if (navigator.vibrate) navigator.vibrate(pattern); }

  document.addEventListener("DOMContentLoaded", function () {
    var form = el("entry"), code = el("code"), result = el("result"), failed = el("failed"), stale = el("stale");
    var asking = false, scanned = false;

    /* One question at a time: while an answer is awaited, nothing else is sent. */
    document.body.addEventListener("htmx:beforeRequest", function (event) {
      if (event.detail.elt.id === "live") {
        if (document.hidden || asking) event.preventDefault();
        return;
      }
      if (asking) { event.preventDefault(); return; }
      asking = true;
      failed.hidden = true;
    });
    document.body.addEventListener("htmx:afterRequest", function (event) {
      var fine = event.detail.successful;
      if (event.detail.elt.id === "live") { stale.hidden = fine; return; }
      asking = false;
      if (!fine) { failed.hidden = false; result.replaceChildren(); vibrate([60, 60, 60]); return; }
      stale.hidden = true;
    });
    document.body.addEventListener("htmx:afterSwap", function (event) {
      if (event.detail.target !== result) return;
      var told = result.querySelector("[data-outcome]"), kind = told ? told.dataset.outcome : "";
      if (scanned || kind === "in" || kind === "choose") code.value = ""; else if (document.activeElement === code) code.select();
      scanned = false;
      result.scrollIntoView({ block: "nearest" });
      vibrate(kind === "in" ? 90 : [60, 60, 60]);
    });
    /* An “undo” that was opened stays open while the list is renewed. */
    document.body.addEventListener("htmx:oobBeforeSwap", function (event) {
      if (event.detail.target.id === "recent" && !asking && event.detail.target.querySelector("details[open]")) event.detail.shouldSwap = false;
    });

    /* ------------------------------------------------------------ camera */
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
    window.BarcodeDetector.getSupportedFormats().then(function (formats) {
      if (formats.indexOf("qr_code") === -1) return;
      el("scanner").hidden = false;
      el("by-phone").hidden = true;
      el("scan").addEventListener("click", function () { if (stream || starting) stop(); else start(); });
    });

    var video = el("camera"), stream = null, starting = false, detector = null, last = "", lastAt = 0;

    function show(on) {
      video.hidden = !on;
      el("scan").setAttribute("aria-pressed", String(on));
      el("scan").querySelector("[data-when=on]").hidden = !on;
      el("scan").querySelector("[data-when=off]").hidden = on;
    }
    function start() {
      starting = true;
      el("no-camera").hidden = true;
      detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false }).then(function (given) {
        if (!starting) { given.getTracks().forEach(function (track) { track.stop(); }); return; }
        starting = false;
        stream = given;
        video.srcObject = given;
        show(true);
        return video.play().then(look);
      }).catch(function () { stop(); el("no-camera").hidden = false; });
    }
    function stop() {
      starting = false;
      if (stream) stream.getTracks().forEach(function (track) { track.stop(); });
      stream = video.srcObject = null;
      show(false);
    }
    function look() {
      if (!stream) return;
      var again = function () { setTimeout(look, LOOK); };
      if (asking || document.hidden) { again(); return; }
      detector.detect(video).then(function (codes) { if (codes.length) read(codes[0].rawValue); }, function () {}).then(again);
    }
    function read(value) {
      var now = Date.now();
      /* A ticket held before the camera is seen many times: it is new again once it was out of sight. */
      if (value === last && now - lastAt < SAME) { lastAt = now; return; }
      /* What was not answered is kept, and sent again by hand. */
      if (!failed.hidden && value === code.value) return;
      last = value;
      lastAt = now;
      scanned = true;
      code.value = value;
      form.requestSubmit();
    }
  });
})();
