"use strict";
/* Files are gathered: what is chosen, or taken with the camera, comes on top of what was chosen before, and each can be put back.
   Without this file a second choice takes the place of the first, as browsers have it. */

function gather(input) {
  const list = document.createElement("ul");
  let files = Array.from(input.files);

  function isSame(one) {
    return function (other) {
      return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
    };
  }

  function keep() {
    const all = new DataTransfer();
    files.forEach(function (file) {
      all.items.add(file);
    });
    input.files = all.files;
    list.replaceChildren(...files.map(line));
    list.hidden = !files.length;
  }

  function line(file) {
    const row = document.createElement("li");
    const name = document.createElement("span");
    const size = document.createElement("span");
    const button = document.createElement("button");
    name.className = "file-name";
    name.textContent = file.name;
    size.className = "file-facts num";
    size.textContent = (file.size / 1048576).toFixed(1) + " MB";
    button.type = "button";
    button.className = "button button-quiet";
    button.textContent = input.form.dataset.putBack;
    button.setAttribute("aria-label", button.textContent + " " + file.name);
    button.addEventListener("click", function () {
      files = files.filter(function (other) {
        return other !== file;
      });
      keep();
      input.focus();
    });
    row.append(name, size, button);
    return row;
  }

  list.className = "files";
  list.setAttribute("aria-live", "polite");
  input.closest(".field").append(list);
  input.addEventListener("change", function () {
    const added = Array.from(input.files).filter(function (file) {
      return !files.some(isSame(file));
    });
    files = files.concat(added);
    keep();
  });
  keep();
}

function gatherIn(form) {
  form.querySelectorAll("input[type=file][multiple]").forEach(gather);
}

document.querySelectorAll("form[data-put-back]").forEach(gatherIn);
document.addEventListener("shown", function (event) {
  gatherIn(event.detail);
});
