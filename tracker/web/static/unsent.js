"use strict";
/* What was typed into a form and has not reached the server, kept in this browser: by person and form, for seven days at most. It goes
   once the server has it, and when its person logs out. Only words and choices: no file, no password, no token.
   A comfort: without it the buttons of the form do the saving. A form takes part by data-whose (the id of the reader). */

const unsent = (function () {
  const PREFIX = "unsent:";
  const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;
  const NOT_KEPT = ["hidden", "password"];

  function key(whose, path) {
    return PREFIX + whose + ":" + path;
  }

  function pathOf(form) {
    return new URL(form.getAttribute("action") || "", location.href).pathname;
  }

  function keyOf(form) {
    return key(form.dataset.whose, pathOf(form));
  }

  /* A browser may refuse to keep anything, or have no room: then nothing is kept, and whoever asked is told. */
  function trying(act, otherwise) {
    try {
      return act(window.localStorage);
    } catch (_refused) {
      return otherwise;
    }
  }

  function read(store, name) {
    try {
      return JSON.parse(store.getItem(name));
    } catch (_damaged) {
      return null;
    }
  }

  function names(store) {
    return Object.keys(store).filter(function (name) {
      return name.startsWith(PREFIX);
    });
  }

  /* The fields as they stand: a list of [name, value]. */
  function fieldsOf(form) {
    const left = Array.from(form.elements).filter(function (field) {
      return NOT_KEPT.includes(field.type);
    }).map(function (field) {
      return field.name;
    });
    return Array.from(new FormData(form).entries()).filter(function (entry) {
      return typeof entry[1] === "string" && !left.includes(entry[0]);
    });
  }

  function fill(form, fields) {
    Array.from(form.elements).forEach(function (field) {
      const values = fields.filter(function (entry) {
        return entry[0] === field.name;
      }).map(function (entry) {
        return entry[1];
      });
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = values.includes(field.value);
      } else if (values.length) {
        field.value = values[0];
      }
    });
  }

  function sweep() {
    trying(function (store) {
      names(store).forEach(function (name) {
        const kept = read(store, name);
        if (!kept || !(Date.now() - kept.at < KEPT_FOR)) {
          store.removeItem(name);
        }
      });
    });
  }

  return {
    fieldsOf: fieldsOf,
    fill: fill,
    pathOf: pathOf,
    sweep: sweep,
    /* True where the form is kept now. `mark` is that of the text which the writer had before them. What is only typed and may well be
       given up (data-loose) is kept too, but nobody is told of it before the form is pressed.
       What is kept from before stays untouched until the writer has said what is to become of it (data-undecided). */
    put: function (form, mark) {
      return Boolean(form.dataset.whose) && !form.dataset.undecided && trying(function (store) {
        const kept = {
          at: Date.now(), title: form.dataset.keptAs || document.title, page: location.pathname + location.search,
          isLoose: Boolean(form.dataset.loose), mark: mark, fields: fieldsOf(form),
        };
        store.setItem(keyOf(form), JSON.stringify(kept));
        return true;
      }, false);
    },
    get: function (form) {
      return form.dataset.whose ? trying(function (store) {
        return read(store, keyOf(form));
      }, null) : null;
    },
    drop: function (form) {
      if (form.dataset.whose && !form.dataset.undecided) {
        unsent.dropAt(form.dataset.whose, pathOf(form));
      }
    },
    dropAt: function (whose, path) {
      trying(function (store) {
        store.removeItem(key(whose, path));
      });
    },
    /* What the person has here: a list of { path, page, title, isLoose, at }. */
    of: function (whose) {
      return trying(function (store) {
        const start = key(whose, "");
        return names(store).filter(function (name) {
          return name.startsWith(start);
        }).map(function (name) {
          return Object.assign({ path: name.slice(start.length) }, read(store, name));
        });
      }, []);
    },
  };
})();

unsent.sweep();

function isWaiting(kept) {
  return !kept.isLoose;
}

/* The first page of a unit names what waits here, for the form that holds it may long be closed. */
document.querySelectorAll("[data-unsent-of]").forEach(function (box) {
  const whose = box.dataset.unsentOf;
  const lines = unsent.of(whose).filter(isWaiting).map(function (kept) {
    const line = box.querySelector("template").content.firstElementChild.cloneNode(true);
    const link = line.querySelector("a");
    link.href = kept.page || kept.path;
    link.textContent = kept.title;
    line.querySelector("button").addEventListener("click", function () {
      unsent.dropAt(whose, kept.path);
      line.remove();
      box.hidden = !box.querySelector("li");
    });
    return line;
  });
  box.querySelector("ul").append(...lines);
  box.hidden = !lines.length;
});

/* Whoever logs out leaves nothing behind; what would be lost is said first. */
document.querySelectorAll("form[data-leaving]").forEach(function (form) {
  form.addEventListener("submit", function (event) {
    const kept = unsent.of(form.dataset.whose);
    if (kept.some(isWaiting) && !window.confirm(form.dataset.leaving)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    kept.forEach(function (one) {
      unsent.dropAt(form.dataset.whose, one.path);
    });
  });
});
