.PHONY: words demo run test faults check migrate docs doctor
words demo run test faults check migrate docs doctor:
	@./dev $(filter-out words,$@) $(ARGS)
