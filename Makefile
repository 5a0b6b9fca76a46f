.PHONY: words demo run test test-browser screenshots faults bench check migrate docs doctor
words demo run test test-browser screenshots faults bench check migrate docs doctor:
	@./dev $(filter-out words,$@) $(ARGS)
