"""What must hold whatever is killed, damaged, full, slow or hostile. docs/reliability.md lists the promises."""
