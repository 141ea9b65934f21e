CREATE TABLE entries (
    seq bigint PRIMARY KEY,
    epoch bigint NOT NULL,
    at bigint NOT NULL,
    version integer NOT NULL,
    body text NOT NULL
);
CREATE TABLE personal (
    interaction text NOT NULL,
    name text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (interaction, name)
);
CREATE TABLE snapshots (
    seq bigint PRIMARY KEY,
    body bytea NOT NULL
);
