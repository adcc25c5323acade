/* Runs before the first paint: the reader's theme, or the system's. */
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const wish = root.dataset.theme;
    root.dataset.bsTheme = wish === "dark" || (wish !== "light" && dark.matches) ? "dark" : "light";
    document.dispatchEvent(new CustomEvent("hd:theme", { detail: root.dataset.bsTheme }));
  };
  apply();
  dark.addEventListener("change", apply);
  new MutationObserver(apply).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
})();
