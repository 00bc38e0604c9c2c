"use strict";
/* The editor of a report: shows the paper while it is typed, and puts a reference where the cursor stands.
   A comfort only: 预览 and 保存 do the same without it. */

const PREVIEW_AFTER = 700;

document.querySelectorAll("form[data-preview]").forEach(function (form) {
  const body = form.elements.namedItem("body");
  const shown = form.querySelector("[data-preview-here]");
  const wrong = form.querySelector("[data-wrong]");
  let waiting = 0;
  let newest = 0;

  function show(answer) {
    /* The renderer has cleaned it; the content security policy lets nothing in it run. */
    shown.innerHTML = answer.html;
    wrong.replaceChildren(...answer.wrong.map(function (sentence) {
      const item = document.createElement("li");
      item.className = "field-error";
      item.textContent = sentence;
      return item;
    }));
  }

  function preview() {
    const number = ++newest;
    fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (answer) {
      if (answer && number === newest) {
        show(answer);
      }
    }).catch(function () {});
  }

  /* What is behind a figure opens beside the editor, which holds words that are not saved yet. */
  shown.addEventListener("click", function (event) {
    const figure = event.target.closest("a.cite");
    if (figure) {
      figure.target = "_blank";
    }
  });

  form.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(preview, PREVIEW_AFTER);
  });

  form.querySelectorAll("[data-insert]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      body.setRangeText(button.dataset.insert, body.selectionStart, body.selectionEnd, "end");
      body.focus();
      body.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
});
