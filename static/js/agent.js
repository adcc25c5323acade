/* What the workspace needs on top. */
import "./keys.js";
import "./list.js";
import "./stream.js";
