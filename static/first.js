// Runs before the first paint, inline in the page (`xtask/src/first_script.rs`). Syntax of 2015, so that it never fails to
// parse; every line ends in ; or a bracket, because line ends are taken out.
//
// It sets the reader's theme on <html>: `theme` ("light" or "dark") of the stored settings; anything else, damaged data or
// blocked storage means the system's own scheme. And where the address asks for nothing else, it lets the request for the
// first list travel while the program does: the same request as the program makes, so that it is made once. Not where a
// token or another endpoint would make it another request, and not where nothing is to be spent unasked.
(function () {
  "use strict";
  var asked = window.location.hash;
  var isFirst = asked === "" || asked === "#" || asked === "#/";
  try {
    var settings = JSON.parse(window.localStorage.getItem("llm-lens.settings") || "null");
    var theme = settings && settings.theme;
    if (theme === "light" || theme === "dark") {
      document.documentElement.setAttribute("data-theme", theme);
      document.documentElement.style.colorScheme = theme;
    }
    isFirst = isFirst && !(settings && settings.origin && settings.origin !== "hub") && !window.sessionStorage.getItem("llm-lens.token");
  } catch (_ignored) {
    isFirst = isFirst && true;
  }
  if (isFirst && navigator.onLine !== false) {
    var link = document.createElement("link");
    link.rel = "preload";
    link.as = "fetch";
    link.crossOrigin = "anonymous";
    link.href = "{first_request}";
    document.head.appendChild(link);
  }
})();
