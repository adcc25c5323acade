"""The main job from outside: a served desk, real mailboxes, a real browser."""
