insert into payouts
-- a comment of one line
select $1