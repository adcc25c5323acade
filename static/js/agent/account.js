/* One's own account: its page without scripts, a panel beside the rail with them. */
export const bindAccount = (beside) => {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.(".hd-rail a[data-account]");
    const panel = document.getElementById("account");
    if (!link || !panel || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (panel.matches(":popover-open")) return panel.hidePopover();
    await window.htmx.ajax("GET", link.dataset.account, { target: "#account", swap: "innerHTML" });
    beside(panel, link);
    const rail = link.closest(".hd-rail").getBoundingClientRect();
    panel.style.left = document.dir === "rtl" ? `${rail.left - panel.offsetWidth - 8}px` : `${rail.right + 8}px`;
    panel.querySelector("[role=switch]")?.focus();
  });
  /* a switch that was turned keeps the focus, and the rail shows it */
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "account") return;
    const name = event.detail.requestConfig?.triggeringEvent?.submitter?.value?.replace(/:[01]$/, "");
    if (name) event.target.querySelector(`[role=switch][value^="${CSS.escape(name)}:"]`)?.focus();
    const on = event.target.querySelector("header .hd-ava")?.classList.contains("on");
    document.querySelector(".hd-rail a[data-account] .hd-ava")?.classList.toggle("on", on);
  });
};
