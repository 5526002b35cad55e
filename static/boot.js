// Loads the app. An external file, so that the Content-Security-Policy of the page can stay constant: the names of the
// module and of the wasm, which change with every build, come from <meta name="llm-lens-app">.
(function () {
  "use strict";
  var app = document.querySelector('meta[name="llm-lens-app"]');
  var status = document.getElementById("boot-status");
  var alert = document.getElementById("alert");

  // Says what went wrong, or that it takes long, in place of "Loading…", with a way on. Does nothing once the app has drawn
  // itself.
  function say(sentence) {
    if (!status || !status.isConnected) {
      return false;
    }
    var reload = document.createElement("button");
    reload.type = "button";
    reload.textContent = "Reload";
    reload.addEventListener("click", function () {
      window.location.reload();
    });
    status.textContent = sentence + " ";
    status.appendChild(reload);
    return true;
  }

  function fail(sentence) {
    if (say(sentence) && alert) {
      alert.textContent = sentence;
    }
  }

  // Runs a module of wasm. The same request as the preload link of the page made, so that the bytes travel once; and they
  // are checked.
  function instantiate(files) {
    var options = { credentials: "same-origin", integrity: files.integrity };
    var wasm = fetch(files.wasm, options).then(function (answer) {
      if (!answer.ok) {
        throw new TypeError("HTTP status " + answer.status);
      }
      return answer;
    });
    // Addresses in the page count from its base; a script's own import would take a bare name for a package.
    var script = new URL(files.js, document.baseURI).href;
    return Promise.all([import(script), wasm]).then(function (loaded) {
      return loaded[0].default({ module_or_path: loaded[1] });
    });
  }

  function start() {
    if (typeof WebAssembly !== "object" || typeof WebAssembly.instantiate !== "function") {
      fail("This browser has no WebAssembly, or it is switched off. LLM Lens needs it: please allow it, or use a current Chrome, Edge, Firefox or Safari.");
      return;
    }
    instantiate(app.dataset)
      .catch(function (error) {
        console.error("LLM Lens did not start:", error);
        if (typeof WebAssembly.CompileError === "function" && error instanceof WebAssembly.CompileError) {
          fail("LLM Lens did not start: this browser refused to compile it. It needs a browser of the last three years, and no setting or extension that blocks WebAssembly.");
        } else if (error instanceof TypeError) {
          fail("LLM Lens could not be loaded. The connection may be down, or a new version may just have been published.");
        } else {
          fail("LLM Lens did not start because of an unexpected error.");
        }
      });
  }

  start();
  // A line that hangs never says so itself.
  window.setTimeout(function () {
    if (!alert || alert.textContent === "") {
      say("LLM Lens is still loading. The connection may be slow, or something may be holding it back.");
    }
  }, 10000);
})();
