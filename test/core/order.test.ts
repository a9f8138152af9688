import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compareAddresses, dependencyOrder, type Dependent } from "../../src/core/order.ts";

const Order = suite("dependency order");

function item(address: string, ...dependsOn: string[]): Dependent {
  return { address, dependsOn };
}

function order(...items: Dependent[]): string[] {
  return dependencyOrder(items).map(({ address }) => address);
}

Order("each comes after what it depends on, and otherwise by address", () => {
  assert.equal(order(item("b", "c"), item("a", "b"), item("d"), item("c")), ["c", "d", "b", "a"]);
});

Order("a dependency that is not among the items is left aside", () => {
  assert.equal(order(item("b", "elsewhere"), item("a")), ["a", "b"]);
});

Order("nothing in, nothing out; the input is left as it was", () => {
  assert.equal(order(), []);
  const items = [item("b"), item("a")];
  dependencyOrder(items);
  assert.equal(
    items.map(({ address }) => address),
    ["b", "a"],
  );
});

Order("a cycle is a bug, and says where", () => {
  assert.throws(() => order(item("a", "b"), item("b", "a")), /dependency cycle at [ab]/);
  assert.throws(() => order(item("a", "a")), /dependency cycle at a/);
});

Order("addresses are ordered by code unit, the same on every machine", () => {
  assert.equal(["a.b", "a.B", "a.ä", "a.1", "a-"].toSorted(compareAddresses), [
    "a-",
    "a.1",
    "a.B",
    "a.b",
    "a.ä",
  ]);
  assert.is(compareAddresses("a", "a"), 0);
});

Order("the order is the same however the items come, and every dependency is before", () => {
  // Each item depends only on earlier items: there is no cycle.
  const items = fc
    .array(fc.array(fc.nat({ max: 20 }), { maxLength: 3 }), { maxLength: 12 })
    .map((rows) =>
      rows.map((row, index) =>
        item(
          `n${(index * 7) % 13}`,
          ...row.filter((at) => at < index).map((at) => `n${(at * 7) % 13}`),
        ),
      ),
    );
  fc.assert(
    fc.property(items, (given) => {
      const ordered = order(...given);
      assert.equal(order(...given.toReversed()), ordered);
      for (const { address, dependsOn } of given)
        for (const needed of dependsOn)
          assert.ok(ordered.indexOf(needed) < ordered.indexOf(address));
    }),
  );
});

Order.run();
