"""What `tools.mutate` stands on: how code is changed, and how the tests are run against it."""
