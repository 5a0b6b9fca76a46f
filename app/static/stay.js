// Before a session ends, ask whether to go on (WCAG 2.2.1), and go on with one press.
