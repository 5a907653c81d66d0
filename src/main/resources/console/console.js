// Keyboard shortcuts of the console, and the note that a session has ended. Every page works without them.
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
  function sayEnded(ended) {
    const note = document.getElementById("ended");
    if (note) {
      note.hidden = !ended;
    }
  }
  document.addEventListener("htmx:afterRequest", function (event) {
    const status = event.detail.xhr.status;
    if (status === 401 || status === 200) {
      sayEnded(status === 401);
    }
  });
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
