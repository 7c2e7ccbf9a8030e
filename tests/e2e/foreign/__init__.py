"""Another site that embeds the widget: its own port, a strict policy, styles that must not reach into the widget."""
