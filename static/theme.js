// Sets the reader's theme on <html> before the first paint. Reads `theme` ("light" or "dark") of the stored settings;
// anything else, damaged data or blocked storage means the system's own scheme. Syntax of 2015, so that it never fails to parse.
(function () {
  "use strict";
  try {
    var settings = JSON.parse(window.localStorage.getItem("llm-lens.settings") || "null");
    var theme = settings && settings.theme;
    if (theme === "light" || theme === "dark") {
      document.documentElement.setAttribute("data-theme", theme);
      document.documentElement.style.colorScheme = theme;
    }
  } catch (_ignored) {
    // Blocked or damaged storage: the page works with the system's scheme.
  }
})();
