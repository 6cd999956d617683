// What an action is about is said by its request, whoever fills in the rest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemsField, methodOf } from './describe';
import { resources } from './resources';

test('the request of every action says what it is about', () => {
  for (const resource of resources) {
    const item = itemsField(methodOf(resource, resource.list)).message;
    for (const action of resource.actions) {
      const { field } = methodOf(resource, action.method).input;
      const begins = action.begins ?? [];
      for (const name of begins) assert.ok(field[name] !== undefined && item.field[name] !== undefined, `${resource.id} ${action.method}: ${name}`);
      assert.ok(field.name !== undefined || action.prefill !== undefined || begins.length > 0, `${resource.id} ${action.method}: about which one?`);
    }
  }
});
