"""Ordinary customers: orders over ten days, what they use of them, and what they send back. Everything here reconciles."""

from datetime import datetime, time, timedelta

from generator.catalogue import BILLED, CHANNELS, FIRST, HOURS, LAST, PRODUCTS
from generator.records import Order, Redemption, Refund

ONE_DAY = timedelta(days=1)


class Customers:
    """`random` is the only source of chance."""

    def __init__(self, random):
        self.random = random

    def orders(self, about):
        """About so many orders, with their redemptions and refunds."""
        orders, day = [], FIRST
        while day <= LAST:
            weekend = day.weekday() >= 5
            count = self.random.randint(-12, 12) + round(about / 10 * (1.15 if weekend else 0.94))
            orders += [self.order(day) for _ in range(count)]
            day += ONE_DAY
        return orders

    def order(self, day):
        random = self.random
        product = random.choices(PRODUCTS, [product.weight for product in PRODUCTS])[0]
        channel = random.choices([name for name, _, _ in CHANNELS], [weight for _, _, weight in CHANNELS])[0]
        quantity = 1 if product.single else random.choices([1, 2, 3], [92, 7, 1])[0]
        price = random.choices([fen for fen, _ in product.paid], [weight for _, weight in product.paid])[0]
        paid = price * quantity
        fee = round(paid * 6 / 1000)
        order = Order(product.bundle, channel, quantity, paid, product.list_price * quantity, fee, self.moment(day), day)
        if random.random() < 0.004 and day < LAST:
            order.arrives = day + ONE_DAY  # a store that exports late
        self.use(order, product)
        if random.random() < 0.033:
            self.refund(order)
        self.mishaps(order)
        return order

    def moment(self, day):
        hour = self.random.choices(range(24), HOURS)[0]
        return datetime.combine(day, time(hour, self.random.randrange(60), self.random.randrange(60)))

    # -- using -------------------------------------------------------------------------------------------------------------------

    def use(self, order, product):
        for benefit in product.benefits:
            uses = self.random.choices(range(len(benefit.uses)), benefit.uses)[0]
            if benefit.style == "at-once" and uses:
                uses = order.quantity
            at = order.at
            for _ in range(min(uses, benefit.units * order.quantity)):
                at = self.next_use(benefit, at)
                valid = product.valid_days is None or at.date() <= order.at.date() + timedelta(days=product.valid_days)
                if at.date() > LAST or not valid:
                    break
                order.redemptions.append(Redemption(order, benefit.entitlement, at, max(at.date(), order.arrives)))

    def next_use(self, benefit, after):
        if benefit.style == "at-once":
            return after + timedelta(seconds=self.random.randint(40, 5400))
        soon = after + timedelta(minutes=self.random.randint(25, 240))
        days = self.random.choices([0, 1, 2, 3, 4], [25, 40, 20, 10, 5])[0]
        return soon if days == 0 else max(soon, self.moment(after.date() + days * ONE_DAY))

    # -- sending back ------------------------------------------------------------------------------------------------------------

    def refund(self, order):
        random = self.random
        at = order.at + timedelta(minutes=random.randint(20, 60 * 80))
        feed = max(at.date(), order.arrives)
        if feed > LAST:
            return
        ways, weights = [self.full, self.goodwill, self.failed, self.waited], [42, 26, 8, 8]
        if feed == LAST:  # what goes on tomorrow would not be seen
            ways, weights = ways[:2], weights[:2]
        if order.quantity > 1:
            ways, weights = [self.bundles], [1]
        elif any(redemption.entitlement in ("takeout-coupon", "ride-voucher") for redemption in order.redemptions) and random.random() < 0.4:
            ways, weights = [self.some_units], [1]
        random.choices(ways, weights)[0](order, at, feed)

    @staticmethod
    def drop_uses(order, after, entitlement=None):
        """The customer uses nothing of it from then on."""
        order.redemptions = [
            use for use in order.redemptions if use.at < after or entitlement is not None and use.entitlement != entitlement
        ]

    def full(self, order, at, feed):
        order.refunds.append(Refund(order, order.paid, at, [(feed, "succeeded")]))
        self.drop_uses(order, at)

    def goodwill(self, order, at, feed):
        amount = order.paid * self.random.randint(5, 20) // 100
        order.refunds.append(Refund(order, amount, at, [(feed, "succeeded")]))

    def failed(self, order, at, feed):
        """The bank refuses it a day later. A bill would list it: only where there is none."""
        if order.channel in BILLED:
            return self.full(order, at, feed)
        order.refunds.append(Refund(order, order.paid, at, [(feed, "succeeded"), (feed + ONE_DAY, "failed")]))
        self.drop_uses(order, at)

    def waited(self, order, at, feed):
        """Pending for a day, and then paid."""
        order.refunds.append(Refund(order, order.paid, at, [(feed, "pending"), (feed + ONE_DAY, "succeeded")]))
        self.drop_uses(order, at)

    def bundles(self, order, at, feed):
        order.refunds.append(Refund(order, order.paid // order.quantity, at, [(feed, "succeeded")], units=1))
        self.drop_uses(order, at)

    def some_units(self, order, at, feed):
        entitlement = next(use.entitlement for use in order.redemptions if use.entitlement in ("takeout-coupon", "ride-voucher"))
        amount = order.paid * self.random.randint(8, 15) // 100
        order.refunds.append(Refund(order, amount, at, [(feed, "succeeded")], entitlement=entitlement, units=self.random.randint(1, 2)))
        self.drop_uses(order, at, entitlement)

    # -- what happens to records -------------------------------------------------------------------------------------------------

    def mishaps(self, order):
        """Some redemptions are reversed, some arrive a day late; never where a refund could come between."""
        if order.refunds:
            return
        for use in order.redemptions:
            if self.random.random() < 0.012:
                at = use.at + timedelta(minutes=self.random.randint(5, 60 * 30))
                use.reversed_at = at if at.date() <= LAST else None
            elif self.random.random() < 0.01 and use.arrives < LAST:
                use.arrives += ONE_DAY
