"""The same meaning on different machines; none knows another."""
