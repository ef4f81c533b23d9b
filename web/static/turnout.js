// The turnout is read anew every minute, unless somebody is typing or has marked text.
const idle = () => !document.activeElement?.matches('input, select, textarea') && getSelection()?.isCollapsed !== false;
setInterval(() => { if (!document.hidden && idle() && !location.search) location.reload(); }, 60_000);
