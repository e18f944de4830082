-- The orders of a business day; $3 is not a parameter, it's a comment
/* nor is $4 /* here */ */
select order_id, '$5' AS "$6", $body$ $7 $body$ FROM orders WHERE paid_at >= $1 AND paid_at < $2;
