-- By what rules those who do not answer delayed tests are drawn to be asked once more ("kept" rows of kind 'follow-up').
CREATE TABLE warehouse.follow_up (
    programme VARCHAR NOT NULL,
    lag VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,              -- those below it too; '': everyone
    one_in BIGINT NOT NULL,
    after BIGINT NOT NULL,              -- days to answer unasked
    starts DATE NOT NULL,               -- nobody is followed up before
    drawn TIMESTAMP NOT NULL,           -- when it was written down
    who VARCHAR NOT NULL,
    seed VARCHAR NOT NULL
);
