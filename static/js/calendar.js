/* The month by keyboard, after the grid pattern of the ARIA Authoring Practices: one stop of the Tab key, arrows from day to day,
   Enter opens a day's event or goes to its events, Escape comes back. Without this script every event is a link as ever. */
(function () {
  "use strict";
  var DAY = 864e5;
  var wanted = ""; // the day to stand on when its month has come

  function table() { return document.querySelector(".cal table"); }
  function cells() { return Array.from(table().querySelectorAll("td")).filter(function (td) { return td.querySelector("time"); }); }
  function dayOf(td) { return td.querySelector("time").dateTime; }
  function cellOf(day) { return cells().find(function (td) { return dayOf(td) === day; }); }
  function iso(time) { return new Date(time).toISOString().slice(0, 10); }
  function plus(day, days) { return iso(Date.parse(day) + days * DAY); }

  /* The same day of another month, or its last. */
  function otherMonth(day, months) {
    var year = +day.slice(0, 4), month = +day.slice(5, 7) - 1 + months;
    return iso(Date.UTC(year, month, Math.min(+day.slice(8), new Date(Date.UTC(year, month + 1, 0)).getUTCDate())));
  }

  function stand(td, focus) {
    cells().forEach(function (other) { other.tabIndex = other === td ? 0 : -1; });
    if (focus) td.focus();
  }

  function setUp() {
    var grid = table();
    if (!grid || grid.getAttribute("role") === "grid") return;
    grid.setAttribute("role", "grid");
    grid.querySelectorAll("a").forEach(function (link) { link.tabIndex = -1; });
    var all = cells();
    var first = all.find(function (td) { return td.classList.contains("today"); }) || all.find(function (td) { return td.querySelector("a"); }) || all[0];
    stand((wanted && cellOf(wanted)) || first, Boolean(wanted && cellOf(wanted)));
    wanted = "";
  }

  function go(day) {
    var there = cellOf(day);
    if (there) return stand(there, true);
    var link = document.getElementById(day < dayOf(cells()[0]) ? "previous" : "next");
    if (!link) return;
    wanted = day;
    link.click();
  }

  /* Within a day that has several events. */
  function among(links, link, key) {
    var step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key];
    if (!step) return false;
    links[(links.indexOf(link) + step + links.length) % links.length].focus();
    return true;
  }

  function press(td, target, key, ctrl) {
    var day = dayOf(td), links = Array.from(td.querySelectorAll("a")), row = cells().filter(function (other) { return other.parentNode === td.parentNode; });
    if (target !== td && key === "Escape") { stand(td, true); return true; }
    if (target !== td && among(links, target, key)) return true;
    if (target === td && key === "Enter") {
      if (links.length === 1) links[0].click(); else if (links.length) links[0].focus();
      return true;
    }
    var all = cells();
    var to = {
      ArrowLeft: plus(day, -1), ArrowRight: plus(day, 1), ArrowUp: plus(day, -7), ArrowDown: plus(day, 7),
      Home: dayOf((ctrl ? all : row)[0]), End: dayOf((ctrl ? all : row).slice(-1)[0]),
      PageUp: otherMonth(day, -1), PageDown: otherMonth(day, 1)
    }[key];
    if (!to) return false;
    go(to);
    return true;
  }

  document.addEventListener("keydown", function (event) {
    var td = event.target.closest && event.target.closest(".cal td");
    if (!td || !td.hasAttribute("tabindex") || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.ctrlKey && event.key !== "Home" && event.key !== "End") return;
    if (press(td, event.target, event.key, event.ctrlKey)) event.preventDefault();
  });
  /* The day that a pointer or a screen reader comes to is the one Tab comes back to. */
  document.addEventListener("focusin", function (event) {
    var td = event.target.closest && event.target.closest(".cal td");
    if (td && td.hasAttribute("tabindex")) stand(td, false);
  });
  document.addEventListener("htmx:afterSettle", function () {
    setUp();
    /* The link that was pressed may lead no further: then the reader goes on from the name of the month. */
    var heading = document.getElementById("month");
    if (heading && document.activeElement === document.body) heading.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:historyRestore", setUp);
  setUp();
})();
