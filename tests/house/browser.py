"""What the tests in a browser share."""

# Colours that are still on their way from one theme to the other are nobody's contrast.
AT_REST = """() => Promise.allSettled(document.getAnimations()
  .filter(one => Number.isFinite(one.effect.getComputedTiming().endTime)).map(one => one.finished))"""
