"use strict";
/* Looking a reading over, made smoother: every page works without this file. */

const panes = document.querySelector(".panes");
const source = document.getElementById("text");

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
const place = /^#(m|text)-(\d+)$/;

/* Within its own pane where there are two, in the page where there is one column. */
function bring(side, behavior) {
  const pane = side.closest(".pane");
  if (pane && pane.scrollHeight > pane.clientHeight + 1) {
    const top = pane.scrollTop + side.getBoundingClientRect().top - pane.getBoundingClientRect().top - 12;
    pane.scrollTo({ top: top, behavior: behavior });
    return true;
  }
  return false;
}

/* Text and task show together: the one that is asked for, and the other beside it. */
function show(hash, behavior) {
  const found = place.exec(hash);
  const asked = found && document.getElementById(hash.slice(1));
  if (!asked) {
    return;
  }
  document.querySelectorAll(".is-here").forEach(function (old) {
    old.classList.remove("is-here");
  });
  const moved = ["m-", "text-"].map(function (kind) {
    const side = document.getElementById(kind + found[2]);
    if (side) {
      side.classList.add("is-here");
      return bring(side, behavior);
    }
    return false;
  });
  if (moved.includes(true)) {
    panes.scrollIntoView({ block: "nearest" });
  } else {
    asked.scrollIntoView({ behavior: behavior });
  }
  history.replaceState(null, "", hash);
}

if (panes) {
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a");
    if (link) {
      if (link.getAttribute("href").startsWith("#") && place.test(link.hash)) {
        event.preventDefault();
        show(link.hash, calm);
      }
      return;
    }
    const part = event.target.closest(".source .part");
    if (part && String(getSelection()) === "") {
      show("#" + part.id.replace("text", "m"), calm);
    }
  });
  /* After the browser's own scrolling to the place that the address names. */
  window.addEventListener("load", function () {
    setTimeout(show, 0, location.hash, "instant");
  });
}

/* A stretch of the text that is selected can be made a measure: its place is counted in characters of the document. */
const make = document.getElementById("make-measure");
function lengthBefore(node, offset) {
  const range = document.createRange();
  range.setStart(source, 0);
  range.setEnd(node, offset);
  return Array.from(range.cloneContents().textContent).length;
}
if (make && source) {
  const base = make.getAttribute("href");
  document.addEventListener("selectionchange", function () {
    const selection = getSelection();
    if (selection.isCollapsed || !source.contains(selection.anchorNode) || !source.contains(selection.focusNode)) {
      make.hidden = true;
      return;
    }
    const range = selection.getRangeAt(0);
    const from = lengthBefore(range.startContainer, range.startOffset);
    const to = lengthBefore(range.endContainer, range.endOffset);
    const box = range.getBoundingClientRect();
    make.href = base + "?from=" + from + "&to=" + to;
    make.style.left = Math.max(8, Math.min(box.left, innerWidth - 140)) + scrollX + "px";
    make.style.top = box.bottom + scrollY + 6 + "px";
    make.hidden = false;
  });
  /* Pressing the button must not end the selection before the click arrives. */
  make.addEventListener("pointerdown", function (event) {
    event.preventDefault();
  });
}

/* A correction opens under what it corrects; refused, it comes back as a page of its own. */
document.querySelectorAll("a[data-inplace]").forEach(function (link) {
  link.addEventListener("click", function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    const card = link.closest(".reading");
    const opened = card.querySelector(".reading-form");
    if (opened) {
      opened.remove();
      if (opened.dataset.href === link.href) {
        return;
      }
    }
    fetch(link.href, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok || answer.redirected) {
        throw new Error(String(answer.status));
      }
      return answer.text();
    }).then(function (page) {
      const form = new DOMParser().parseFromString(page, "text/html").querySelector("form[data-correcting]");
      const box = document.createElement("div");
      box.className = "reading-form";
      box.dataset.href = link.href;
      box.append(document.adoptNode(form));
      const cancel = box.querySelector(".form-actions .button-quiet");
      if (cancel) {
        cancel.addEventListener("click", function (pressed) {
          pressed.preventDefault();
          box.remove();
          link.focus();
        });
      }
      card.append(box);
      const first = box.querySelector("input:not([type=hidden]), textarea");
      if (first) {
        first.focus();
      }
    }).catch(function () {
      location.href = link.href;
    });
  });
});
