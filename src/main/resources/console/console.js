// Keyboard shortcuts of the console. Every page works without them.
"use strict";
(function () {
  function isTyping(target) {
    return target.closest("input, textarea, select") !== null;
  }
  function rows() {
    return Array.from(document.querySelectorAll("#found td.main a"));
  }
  function move(by) {
    const links = rows();
    const at = links.indexOf(document.activeElement);
    const next = links[Math.max(0, Math.min(links.length - 1, at + by))];
    if (next) {
      next.focus();
    }
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    const field = { "/": "q", r: "reply" }[event.key];
    const found = field && document.getElementById(field);
    if (found) {
      found.focus();
      event.preventDefault();
    } else if (event.key === "j" || event.key === "k") {
      move(event.key === "j" ? 1 : -1);
    }
  });
})();
