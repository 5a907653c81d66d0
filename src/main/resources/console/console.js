// Keyboard shortcuts of the console, and the notes that a session has ended or that a part of the page could not be
// loaded. Every page works without them.
"use strict";
(function () {
  function isTyping(target) {
    return target.closest("input, textarea, select") !== null;
  }
  function move(by) {
    const links = Array.from(document.querySelectorAll("#found td.main a, #found .entries h3 a"));
    const at = links.indexOf(document.activeElement);
    const next = links[Math.max(0, Math.min(links.length - 1, at + by))];
    if (next) {
      next.focus();
    }
  }
  function say(id, isSo) {
    const note = document.getElementById(id);
    if (note) {
      note.hidden = !isSo;
    }
  }
  // Marks the parts of the page that a request loads: as old if the request failed, as current if it succeeded.
  function mark(event, isOld) {
    const part = event.detail.target;
    const others = part.getAttribute("hx-select-oob");
    [part, ...(others ? document.querySelectorAll(others) : [])].forEach(function (each) {
      each.classList.toggle("old", isOld);
    });
    say("failed", document.querySelector(".old") !== null);
  }
  document.addEventListener("htmx:afterRequest", function (event) {
    const status = event.detail.xhr.status;
    if (status === 401 || status === 200) {
      say("ended", status === 401);
    }
  });
  // Remove the mark before the swap: for a moment, htmx gives the new part the classes of the former part.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.shouldSwap) {
      mark(event, false);
    }
  });
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (failure) {
    document.addEventListener(failure, function (event) {
      if (event.detail.xhr.status !== 401) {
        mark(event, true);
      }
    });
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
