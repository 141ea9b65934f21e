"""Pure decisions: agents, interactions, queues, skills, rings, flows and figures."""
