/* What every page needs. Each module looks after the elements that carry its data- attributes, now and after swaps. */
import "./forms.js";
import "./dialog.js";
import "./menu.js";
import "./toast.js";
import "./keep.js";
import "./times.js";
import "./failure.js";
import "./frame.js";
