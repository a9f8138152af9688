// @ts-nocheck
// Written by scripts/generate.mjs. Change the schema, then `npm run generate`.
import type { Validate } from "../../core/json.ts";
const whole = validate10;
const schema11 = {
	"$schema": "http://json-schema.org/draft-07/schema#",
	"$id": "https://anon-sync.dev/schemas/plan.v1.schema.json",
	"type": "object",
	"required": [
		"format",
		"formatVersion",
		"toolVersion",
		"environment",
		"manifest",
		"lockfile",
		"foldedAttempts",
		"applicable",
		"changes",
		"summary",
		"guards",
		"warnings",
		"attempts",
		"actions"
	],
	"additionalProperties": false,
	"properties": {
		"format": { "const": "anon-sync-plan" },
		"formatVersion": { "const": 1 },
		"toolVersion": { "type": "string" },
		"environment": {
			"type": "object",
			"required": [
				"name",
				"target",
				"baseUrl"
			],
			"additionalProperties": false,
			"properties": {
				"name": { "type": "string" },
				"target": { "type": "string" },
				"targetUrl": { "type": "string" },
				"baseUrl": { "type": "string" },
				"organizationId": { "type": "string" },
				"sentOrganizationId": { "type": "string" },
				"lineage": { "type": "string" },
				"state": {
					"type": "object",
					"required": ["state"],
					"additionalProperties": false,
					"properties": {
						"state": {
							"type": "string",
							"enum": ["local", "git"]
						},
						"remote": { "type": "string" },
						"refs": { "type": "string" }
					}
				}
			}
		},
		"manifest": { "type": "string" },
		"lockfile": { "type": "string" },
		"foldedAttempts": {
			"type": "integer",
			"minimum": 0
		},
		"refreshed": { "const": false },
		"secretSinkBy": { "type": "string" },
		"planDigest": {
			"type": "string",
			"pattern": "^v2:[0-9a-f]{64}$"
		},
		"applicable": { "type": "boolean" },
		"changes": { "type": "boolean" },
		"leftOut": {
			"type": "integer",
			"minimum": 0
		},
		"summary": {
			"type": "object",
			"required": [
				"create",
				"replace",
				"keep",
				"drifted",
				"relock",
				"retire",
				"revive",
				"import",
				"move",
				"unsettled",
				"blocked",
				"immutable",
				"protected",
				"missing",
				"renamed",
				"unreadable",
				"import-missing",
				"import-differs",
				"import-taken"
			],
			"additionalProperties": false,
			"properties": {
				"create": {
					"type": "integer",
					"minimum": 0
				},
				"replace": {
					"type": "integer",
					"minimum": 0
				},
				"keep": {
					"type": "integer",
					"minimum": 0
				},
				"drifted": {
					"type": "integer",
					"minimum": 0
				},
				"relock": {
					"type": "integer",
					"minimum": 0
				},
				"retire": {
					"type": "integer",
					"minimum": 0
				},
				"revive": {
					"type": "integer",
					"minimum": 0
				},
				"import": {
					"type": "integer",
					"minimum": 0
				},
				"move": {
					"type": "integer",
					"minimum": 0
				},
				"unsettled": {
					"type": "integer",
					"minimum": 0
				},
				"blocked": {
					"type": "integer",
					"minimum": 0
				},
				"immutable": {
					"type": "integer",
					"minimum": 0
				},
				"protected": {
					"type": "integer",
					"minimum": 0
				},
				"missing": {
					"type": "integer",
					"minimum": 0
				},
				"renamed": {
					"type": "integer",
					"minimum": 0
				},
				"unreadable": {
					"type": "integer",
					"minimum": 0
				},
				"import-missing": {
					"type": "integer",
					"minimum": 0
				},
				"import-differs": {
					"type": "integer",
					"minimum": 0
				},
				"import-taken": {
					"type": "integer",
					"minimum": 0
				}
			}
		},
		"guards": {
			"type": "array",
			"items": { "$ref": "#/definitions/guard" }
		},
		"warnings": {
			"type": "array",
			"items": { "$ref": "#/definitions/warning" }
		},
		"attempts": {
			"type": "array",
			"items": { "$ref": "#/definitions/attempt" }
		},
		"actions": {
			"type": "array",
			"items": { "$ref": "#/definitions/action" }
		},
		"pins": {
			"type": "object",
			"required": [
				"manifest",
				"state",
				"lineage",
				"environment",
				"baseUrl",
				"organizationId",
				"toolVersion"
			],
			"additionalProperties": false,
			"properties": {
				"manifest": {
					"type": "string",
					"pattern": "^[0-9a-f]{64}$"
				},
				"state": {
					"type": "string",
					"pattern": "^[0-9a-f]{64}$"
				},
				"lineage": { "type": ["string", "null"] },
				"environment": { "type": "string" },
				"baseUrl": { "type": "string" },
				"organizationId": { "type": ["string", "null"] },
				"toolVersion": { "type": "string" }
			}
		},
		"digest": {
			"type": "string",
			"pattern": "^[0-9a-f]{64}$"
		}
	},
	"definitions": {
		"address": {
			"type": "string",
			"pattern": "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$"
		},
		"value": { "type": [
			"string",
			"boolean",
			"null"
		] },
		"reference": {
			"type": "object",
			"required": ["ref"],
			"additionalProperties": false,
			"properties": { "ref": { "$ref": "#/definitions/address" } }
		},
		"fields": {
			"type": "object",
			"propertyNames": {
				"type": "string",
				"pattern": "^[A-Za-z][A-Za-z0-9.]*$"
			},
			"additionalProperties": { "$ref": "#/definitions/value" }
		},
		"wantedFields": {
			"type": "object",
			"propertyNames": {
				"type": "string",
				"pattern": "^[A-Za-z][A-Za-z0-9.]*$"
			},
			"additionalProperties": { "oneOf": [{ "$ref": "#/definitions/value" }, { "$ref": "#/definitions/reference" }] }
		},
		"change": {
			"type": "object",
			"required": ["field"],
			"additionalProperties": false,
			"properties": {
				"field": { "type": "string" },
				"before": { "$ref": "#/definitions/value" },
				"after": { "oneOf": [{ "$ref": "#/definitions/value" }, { "$ref": "#/definitions/reference" }] },
				"place": { "type": "string" }
			}
		},
		"action": {
			"type": "object",
			"required": [
				"action",
				"address",
				"kind",
				"generation",
				"fields",
				"dependsOn",
				"changes",
				"drift",
				"checked"
			],
			"additionalProperties": false,
			"properties": {
				"action": {
					"type": "string",
					"enum": [
						"create",
						"replace",
						"keep",
						"drifted",
						"relock",
						"retire",
						"revive",
						"import",
						"move",
						"unsettled",
						"blocked",
						"immutable",
						"protected",
						"missing",
						"renamed",
						"unreadable",
						"import-missing",
						"import-differs",
						"import-taken"
					]
				},
				"address": { "$ref": "#/definitions/address" },
				"kind": {
					"type": "string",
					"enum": ["UserPool", "SdkClient"]
				},
				"generation": {
					"type": "integer",
					"minimum": 0
				},
				"fields": { "$ref": "#/definitions/wantedFields" },
				"dependsOn": {
					"type": "array",
					"items": { "$ref": "#/definitions/address" }
				},
				"changes": {
					"type": "array",
					"items": { "$ref": "#/definitions/change" }
				},
				"drift": {
					"type": "array",
					"items": { "$ref": "#/definitions/change" }
				},
				"checked": { "type": "boolean" },
				"id": { "type": "string" },
				"references": {
					"type": "object",
					"propertyNames": { "$ref": "#/definitions/address" },
					"additionalProperties": { "type": "string" }
				},
				"secretSink": { "type": "string" },
				"ignoreDrift": {
					"type": "array",
					"items": { "type": "string" }
				},
				"hiddenDrift": {
					"type": "array",
					"items": { "type": "string" }
				},
				"observed": { "$ref": "#/definitions/fields" },
				"agreed": {
					"type": "string",
					"enum": [
						"asked",
						"gone",
						"earlier",
						"follows"
					]
				},
				"follows": {
					"type": "array",
					"items": { "$ref": "#/definitions/address" }
				},
				"gone": { "const": true },
				"imported": { "const": true },
				"protected": { "const": true },
				"withdrawn": { "const": true },
				"protect": { "type": "boolean" },
				"movedFrom": { "$ref": "#/definitions/address" },
				"renamedFrom": { "$ref": "#/definitions/address" },
				"previousId": { "type": "string" },
				"blockedBy": {
					"type": "array",
					"items": { "$ref": "#/definitions/address" }
				},
				"attempts": {
					"type": "array",
					"items": { "type": "string" }
				},
				"assumed": {
					"type": "array",
					"items": { "type": "string" }
				},
				"heldBy": { "$ref": "#/definitions/address" },
				"reason": { "type": "string" },
				"place": { "type": "string" }
			}
		},
		"attempt": {
			"type": "object",
			"required": [
				"attempt",
				"address",
				"generation",
				"verdict",
				"fields"
			],
			"additionalProperties": false,
			"properties": {
				"attempt": { "type": "string" },
				"address": { "$ref": "#/definitions/address" },
				"generation": {
					"type": "integer",
					"minimum": 0
				},
				"verdict": {
					"type": "string",
					"enum": [
						"planned",
						"sending",
						"unknown",
						"refused",
						"created"
					]
				},
				"fields": { "$ref": "#/definitions/fields" },
				"sentAt": { "type": "string" },
				"reason": { "type": "string" },
				"hint": { "type": "string" },
				"quarantined": { "type": "string" }
			}
		},
		"guard": { "oneOf": [
			{
				"type": "object",
				"required": [
					"guard",
					"address",
					"id",
					"expected",
					"actual"
				],
				"additionalProperties": false,
				"properties": {
					"guard": { "const": "other-organization" },
					"address": { "$ref": "#/definitions/address" },
					"id": { "type": "string" },
					"expected": { "type": "string" },
					"actual": { "type": "string" }
				}
			},
			{
				"type": "object",
				"required": [
					"guard",
					"address",
					"follows"
				],
				"additionalProperties": false,
				"properties": {
					"guard": { "const": "follower-left-out" },
					"address": { "$ref": "#/definitions/address" },
					"follows": { "$ref": "#/definitions/address" }
				}
			},
			{
				"type": "object",
				"required": ["guard", "ids"],
				"additionalProperties": false,
				"properties": {
					"guard": { "const": "nothing-found" },
					"ids": {
						"type": "integer",
						"minimum": 0
					}
				}
			}
		] },
		"warning": {
			"type": "object",
			"required": [
				"code",
				"address",
				"message",
				"next"
			],
			"additionalProperties": false,
			"properties": {
				"code": { "type": "string" },
				"address": { "$ref": "#/definitions/address" },
				"message": { "type": "string" },
				"next": { "type": "string" },
				"place": { "type": "string" }
			}
		}
	}
};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = /* @__PURE__ */ new RegExp("^v2:[0-9a-f]{64}$", "u");
const pattern17 = /* @__PURE__ */ new RegExp("^[0-9a-f]{64}$", "u");
const pattern1 = /* @__PURE__ */ new RegExp("^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$", "u");
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	const _errs0 = errors;
	let valid0 = false;
	let passing0 = null;
	const _errs1 = errors;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.guard === void 0) {
			const err0 = {
				instancePath,
				schemaPath: "#/oneOf/0/required",
				keyword: "required",
				params: { missingProperty: "guard" }
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.address === void 0) {
			const err1 = {
				instancePath,
				schemaPath: "#/oneOf/0/required",
				keyword: "required",
				params: { missingProperty: "address" }
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		if (data.id === void 0) {
			const err2 = {
				instancePath,
				schemaPath: "#/oneOf/0/required",
				keyword: "required",
				params: { missingProperty: "id" }
			};
			if (vErrors === null) vErrors = [err2];
			else vErrors.push(err2);
			errors++;
		}
		if (data.expected === void 0) {
			const err3 = {
				instancePath,
				schemaPath: "#/oneOf/0/required",
				keyword: "required",
				params: { missingProperty: "expected" }
			};
			if (vErrors === null) vErrors = [err3];
			else vErrors.push(err3);
			errors++;
		}
		if (data.actual === void 0) {
			const err4 = {
				instancePath,
				schemaPath: "#/oneOf/0/required",
				keyword: "required",
				params: { missingProperty: "actual" }
			};
			if (vErrors === null) vErrors = [err4];
			else vErrors.push(err4);
			errors++;
		}
		for (const key0 in data) if (!(key0 === "guard" || key0 === "address" || key0 === "id" || key0 === "expected" || key0 === "actual")) {
			const err5 = {
				instancePath,
				schemaPath: "#/oneOf/0/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 }
			};
			if (vErrors === null) vErrors = [err5];
			else vErrors.push(err5);
			errors++;
		}
		if (data.guard !== void 0) {
			if ("other-organization" !== data.guard) {
				const err6 = {
					instancePath: instancePath + "/guard",
					schemaPath: "#/oneOf/0/properties/guard/const",
					keyword: "const",
					params: { allowedValue: "other-organization" }
				};
				if (vErrors === null) vErrors = [err6];
				else vErrors.push(err6);
				errors++;
			}
		}
		if (data.address !== void 0) {
			let data1 = data.address;
			if (typeof data1 === "string") {
				if (!pattern1.test(data1)) {
					const err7 = {
						instancePath: instancePath + "/address",
						schemaPath: "#/definitions/address/pattern",
						keyword: "pattern",
						params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
					};
					if (vErrors === null) vErrors = [err7];
					else vErrors.push(err7);
					errors++;
				}
			} else {
				const err8 = {
					instancePath: instancePath + "/address",
					schemaPath: "#/definitions/address/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err8];
				else vErrors.push(err8);
				errors++;
			}
		}
		if (data.id !== void 0) {
			if (typeof data.id !== "string") {
				const err9 = {
					instancePath: instancePath + "/id",
					schemaPath: "#/oneOf/0/properties/id/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err9];
				else vErrors.push(err9);
				errors++;
			}
		}
		if (data.expected !== void 0) {
			if (typeof data.expected !== "string") {
				const err10 = {
					instancePath: instancePath + "/expected",
					schemaPath: "#/oneOf/0/properties/expected/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err10];
				else vErrors.push(err10);
				errors++;
			}
		}
		if (data.actual !== void 0) {
			if (typeof data.actual !== "string") {
				const err11 = {
					instancePath: instancePath + "/actual",
					schemaPath: "#/oneOf/0/properties/actual/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err11];
				else vErrors.push(err11);
				errors++;
			}
		}
	} else {
		const err12 = {
			instancePath,
			schemaPath: "#/oneOf/0/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err12];
		else vErrors.push(err12);
		errors++;
	}
	var _valid0 = _errs1 === errors;
	if (_valid0) {
		valid0 = true;
		passing0 = 0;
	}
	const _errs14 = errors;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.guard === void 0) {
			const err13 = {
				instancePath,
				schemaPath: "#/oneOf/1/required",
				keyword: "required",
				params: { missingProperty: "guard" }
			};
			if (vErrors === null) vErrors = [err13];
			else vErrors.push(err13);
			errors++;
		}
		if (data.address === void 0) {
			const err14 = {
				instancePath,
				schemaPath: "#/oneOf/1/required",
				keyword: "required",
				params: { missingProperty: "address" }
			};
			if (vErrors === null) vErrors = [err14];
			else vErrors.push(err14);
			errors++;
		}
		if (data.follows === void 0) {
			const err15 = {
				instancePath,
				schemaPath: "#/oneOf/1/required",
				keyword: "required",
				params: { missingProperty: "follows" }
			};
			if (vErrors === null) vErrors = [err15];
			else vErrors.push(err15);
			errors++;
		}
		for (const key1 in data) if (!(key1 === "guard" || key1 === "address" || key1 === "follows")) {
			const err16 = {
				instancePath,
				schemaPath: "#/oneOf/1/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key1 }
			};
			if (vErrors === null) vErrors = [err16];
			else vErrors.push(err16);
			errors++;
		}
		if (data.guard !== void 0) {
			if ("follower-left-out" !== data.guard) {
				const err17 = {
					instancePath: instancePath + "/guard",
					schemaPath: "#/oneOf/1/properties/guard/const",
					keyword: "const",
					params: { allowedValue: "follower-left-out" }
				};
				if (vErrors === null) vErrors = [err17];
				else vErrors.push(err17);
				errors++;
			}
		}
		if (data.address !== void 0) {
			let data6 = data.address;
			if (typeof data6 === "string") {
				if (!pattern1.test(data6)) {
					const err18 = {
						instancePath: instancePath + "/address",
						schemaPath: "#/definitions/address/pattern",
						keyword: "pattern",
						params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
					};
					if (vErrors === null) vErrors = [err18];
					else vErrors.push(err18);
					errors++;
				}
			} else {
				const err19 = {
					instancePath: instancePath + "/address",
					schemaPath: "#/definitions/address/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err19];
				else vErrors.push(err19);
				errors++;
			}
		}
		if (data.follows !== void 0) {
			let data7 = data.follows;
			if (typeof data7 === "string") {
				if (!pattern1.test(data7)) {
					const err20 = {
						instancePath: instancePath + "/follows",
						schemaPath: "#/definitions/address/pattern",
						keyword: "pattern",
						params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
					};
					if (vErrors === null) vErrors = [err20];
					else vErrors.push(err20);
					errors++;
				}
			} else {
				const err21 = {
					instancePath: instancePath + "/follows",
					schemaPath: "#/definitions/address/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err21];
				else vErrors.push(err21);
				errors++;
			}
		}
	} else {
		const err22 = {
			instancePath,
			schemaPath: "#/oneOf/1/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err22];
		else vErrors.push(err22);
		errors++;
	}
	var _valid0 = _errs14 === errors;
	if (_valid0 && valid0) {
		valid0 = false;
		passing0 = [passing0, 1];
	} else {
		if (_valid0) {
			valid0 = true;
			passing0 = 1;
		}
		const _errs24 = errors;
		if (data && typeof data == "object" && !Array.isArray(data)) {
			if (data.guard === void 0) {
				const err23 = {
					instancePath,
					schemaPath: "#/oneOf/2/required",
					keyword: "required",
					params: { missingProperty: "guard" }
				};
				if (vErrors === null) vErrors = [err23];
				else vErrors.push(err23);
				errors++;
			}
			if (data.ids === void 0) {
				const err24 = {
					instancePath,
					schemaPath: "#/oneOf/2/required",
					keyword: "required",
					params: { missingProperty: "ids" }
				};
				if (vErrors === null) vErrors = [err24];
				else vErrors.push(err24);
				errors++;
			}
			for (const key2 in data) if (!(key2 === "guard" || key2 === "ids")) {
				const err25 = {
					instancePath,
					schemaPath: "#/oneOf/2/additionalProperties",
					keyword: "additionalProperties",
					params: { additionalProperty: key2 }
				};
				if (vErrors === null) vErrors = [err25];
				else vErrors.push(err25);
				errors++;
			}
			if (data.guard !== void 0) {
				if ("nothing-found" !== data.guard) {
					const err26 = {
						instancePath: instancePath + "/guard",
						schemaPath: "#/oneOf/2/properties/guard/const",
						keyword: "const",
						params: { allowedValue: "nothing-found" }
					};
					if (vErrors === null) vErrors = [err26];
					else vErrors.push(err26);
					errors++;
				}
			}
			if (data.ids !== void 0) {
				let data9 = data.ids;
				if (!(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9))) {
					const err27 = {
						instancePath: instancePath + "/ids",
						schemaPath: "#/oneOf/2/properties/ids/type",
						keyword: "type",
						params: { type: "integer" }
					};
					if (vErrors === null) vErrors = [err27];
					else vErrors.push(err27);
					errors++;
				}
				if (typeof data9 == "number" && isFinite(data9)) {
					if (data9 < 0 || isNaN(data9)) {
						const err28 = {
							instancePath: instancePath + "/ids",
							schemaPath: "#/oneOf/2/properties/ids/minimum",
							keyword: "minimum",
							params: {
								comparison: ">=",
								limit: 0
							}
						};
						if (vErrors === null) vErrors = [err28];
						else vErrors.push(err28);
						errors++;
					}
				}
			}
		} else {
			const err29 = {
				instancePath,
				schemaPath: "#/oneOf/2/type",
				keyword: "type",
				params: { type: "object" }
			};
			if (vErrors === null) vErrors = [err29];
			else vErrors.push(err29);
			errors++;
		}
		var _valid0 = _errs24 === errors;
		if (_valid0 && valid0) {
			valid0 = false;
			passing0 = [passing0, 2];
		} else if (_valid0) {
			valid0 = true;
			passing0 = 2;
		}
	}
	if (!valid0) {
		const err30 = {
			instancePath,
			schemaPath: "#/oneOf",
			keyword: "oneOf",
			params: { passingSchemas: passing0 }
		};
		if (vErrors === null) vErrors = [err30];
		else vErrors.push(err30);
		errors++;
	} else {
		errors = _errs0;
		if (vErrors !== null) {
			if (_errs0) vErrors.length = _errs0;
			else vErrors = null;
		}
	}
	validate11.errors = vErrors;
	return errors === 0;
}
function validate13(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.code === void 0) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "code" }
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.address === void 0) {
			const err1 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "address" }
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		if (data.message === void 0) {
			const err2 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "message" }
			};
			if (vErrors === null) vErrors = [err2];
			else vErrors.push(err2);
			errors++;
		}
		if (data.next === void 0) {
			const err3 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "next" }
			};
			if (vErrors === null) vErrors = [err3];
			else vErrors.push(err3);
			errors++;
		}
		for (const key0 in data) if (!(key0 === "code" || key0 === "address" || key0 === "message" || key0 === "next" || key0 === "place")) {
			const err4 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 }
			};
			if (vErrors === null) vErrors = [err4];
			else vErrors.push(err4);
			errors++;
		}
		if (data.code !== void 0) {
			if (typeof data.code !== "string") {
				const err5 = {
					instancePath: instancePath + "/code",
					schemaPath: "#/properties/code/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err5];
				else vErrors.push(err5);
				errors++;
			}
		}
		if (data.address !== void 0) {
			let data1 = data.address;
			if (typeof data1 === "string") {
				if (!pattern1.test(data1)) {
					const err6 = {
						instancePath: instancePath + "/address",
						schemaPath: "#/definitions/address/pattern",
						keyword: "pattern",
						params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
					};
					if (vErrors === null) vErrors = [err6];
					else vErrors.push(err6);
					errors++;
				}
			} else {
				const err7 = {
					instancePath: instancePath + "/address",
					schemaPath: "#/definitions/address/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err7];
				else vErrors.push(err7);
				errors++;
			}
		}
		if (data.message !== void 0) {
			if (typeof data.message !== "string") {
				const err8 = {
					instancePath: instancePath + "/message",
					schemaPath: "#/properties/message/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err8];
				else vErrors.push(err8);
				errors++;
			}
		}
		if (data.next !== void 0) {
			if (typeof data.next !== "string") {
				const err9 = {
					instancePath: instancePath + "/next",
					schemaPath: "#/properties/next/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err9];
				else vErrors.push(err9);
				errors++;
			}
		}
		if (data.place !== void 0) {
			if (typeof data.place !== "string") {
				const err10 = {
					instancePath: instancePath + "/place",
					schemaPath: "#/properties/place/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err10];
				else vErrors.push(err10);
				errors++;
			}
		}
	} else {
		const err11 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err11];
		else vErrors.push(err11);
		errors++;
	}
	validate13.errors = vErrors;
	return errors === 0;
}
const schema18 = {
	"type": "object",
	"required": [
		"attempt",
		"address",
		"generation",
		"verdict",
		"fields"
	],
	"additionalProperties": false,
	"properties": {
		"attempt": { "type": "string" },
		"address": { "$ref": "#/definitions/address" },
		"generation": {
			"type": "integer",
			"minimum": 0
		},
		"verdict": {
			"type": "string",
			"enum": [
				"planned",
				"sending",
				"unknown",
				"refused",
				"created"
			]
		},
		"fields": { "$ref": "#/definitions/fields" },
		"sentAt": { "type": "string" },
		"reason": { "type": "string" },
		"hint": { "type": "string" },
		"quarantined": { "type": "string" }
	}
};
const schema21 = { "type": [
	"string",
	"boolean",
	"null"
] };
const pattern6 = /* @__PURE__ */ new RegExp("^[A-Za-z][A-Za-z0-9.]*$", "u");
function validate16(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		for (const key0 in data) {
			const _errs1 = errors;
			if (typeof key0 === "string") {
				if (!pattern6.test(key0)) {
					const err0 = {
						instancePath,
						schemaPath: "#/propertyNames/pattern",
						keyword: "pattern",
						params: { pattern: "^[A-Za-z][A-Za-z0-9.]*$" },
						propertyName: key0
					};
					if (vErrors === null) vErrors = [err0];
					else vErrors.push(err0);
					errors++;
				}
			} else {
				const err1 = {
					instancePath,
					schemaPath: "#/propertyNames/type",
					keyword: "type",
					params: { type: "string" },
					propertyName: key0
				};
				if (vErrors === null) vErrors = [err1];
				else vErrors.push(err1);
				errors++;
			}
			if (!(_errs1 === errors)) {
				const err2 = {
					instancePath,
					schemaPath: "#/propertyNames",
					keyword: "propertyNames",
					params: { propertyName: key0 }
				};
				if (vErrors === null) vErrors = [err2];
				else vErrors.push(err2);
				errors++;
			}
		}
		for (const key1 in data) {
			let data0 = data[key1];
			if (typeof data0 !== "string" && typeof data0 !== "boolean" && data0 !== null) {
				const err3 = {
					instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),
					schemaPath: "#/definitions/value/type",
					keyword: "type",
					params: { type: schema21.type }
				};
				if (vErrors === null) vErrors = [err3];
				else vErrors.push(err3);
				errors++;
			}
		}
	} else {
		const err4 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err4];
		else vErrors.push(err4);
		errors++;
	}
	validate16.errors = vErrors;
	return errors === 0;
}
function validate15(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.attempt === void 0) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "attempt" }
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.address === void 0) {
			const err1 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "address" }
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		if (data.generation === void 0) {
			const err2 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "generation" }
			};
			if (vErrors === null) vErrors = [err2];
			else vErrors.push(err2);
			errors++;
		}
		if (data.verdict === void 0) {
			const err3 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "verdict" }
			};
			if (vErrors === null) vErrors = [err3];
			else vErrors.push(err3);
			errors++;
		}
		if (data.fields === void 0) {
			const err4 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "fields" }
			};
			if (vErrors === null) vErrors = [err4];
			else vErrors.push(err4);
			errors++;
		}
		for (const key0 in data) if (!func2.call(schema18.properties, key0)) {
			const err5 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 }
			};
			if (vErrors === null) vErrors = [err5];
			else vErrors.push(err5);
			errors++;
		}
		if (data.attempt !== void 0) {
			if (typeof data.attempt !== "string") {
				const err6 = {
					instancePath: instancePath + "/attempt",
					schemaPath: "#/properties/attempt/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err6];
				else vErrors.push(err6);
				errors++;
			}
		}
		if (data.address !== void 0) {
			let data1 = data.address;
			if (typeof data1 === "string") {
				if (!pattern1.test(data1)) {
					const err7 = {
						instancePath: instancePath + "/address",
						schemaPath: "#/definitions/address/pattern",
						keyword: "pattern",
						params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
					};
					if (vErrors === null) vErrors = [err7];
					else vErrors.push(err7);
					errors++;
				}
			} else {
				const err8 = {
					instancePath: instancePath + "/address",
					schemaPath: "#/definitions/address/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err8];
				else vErrors.push(err8);
				errors++;
			}
		}
		if (data.generation !== void 0) {
			let data2 = data.generation;
			if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
				const err9 = {
					instancePath: instancePath + "/generation",
					schemaPath: "#/properties/generation/type",
					keyword: "type",
					params: { type: "integer" }
				};
				if (vErrors === null) vErrors = [err9];
				else vErrors.push(err9);
				errors++;
			}
			if (typeof data2 == "number" && isFinite(data2)) {
				if (data2 < 0 || isNaN(data2)) {
					const err10 = {
						instancePath: instancePath + "/generation",
						schemaPath: "#/properties/generation/minimum",
						keyword: "minimum",
						params: {
							comparison: ">=",
							limit: 0
						}
					};
					if (vErrors === null) vErrors = [err10];
					else vErrors.push(err10);
					errors++;
				}
			}
		}
		if (data.verdict !== void 0) {
			let data3 = data.verdict;
			if (typeof data3 !== "string") {
				const err11 = {
					instancePath: instancePath + "/verdict",
					schemaPath: "#/properties/verdict/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err11];
				else vErrors.push(err11);
				errors++;
			}
			if (!(data3 === "planned" || data3 === "sending" || data3 === "unknown" || data3 === "refused" || data3 === "created")) {
				const err12 = {
					instancePath: instancePath + "/verdict",
					schemaPath: "#/properties/verdict/enum",
					keyword: "enum",
					params: { allowedValues: schema18.properties.verdict.enum }
				};
				if (vErrors === null) vErrors = [err12];
				else vErrors.push(err12);
				errors++;
			}
		}
		if (data.fields !== void 0) {
			if (!validate16(data.fields, {
				instancePath: instancePath + "/fields",
				parentData: data,
				parentDataProperty: "fields",
				rootData
			})) {
				vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
				errors = vErrors.length;
			}
		}
		if (data.sentAt !== void 0) {
			if (typeof data.sentAt !== "string") {
				const err13 = {
					instancePath: instancePath + "/sentAt",
					schemaPath: "#/properties/sentAt/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err13];
				else vErrors.push(err13);
				errors++;
			}
		}
		if (data.reason !== void 0) {
			if (typeof data.reason !== "string") {
				const err14 = {
					instancePath: instancePath + "/reason",
					schemaPath: "#/properties/reason/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err14];
				else vErrors.push(err14);
				errors++;
			}
		}
		if (data.hint !== void 0) {
			if (typeof data.hint !== "string") {
				const err15 = {
					instancePath: instancePath + "/hint",
					schemaPath: "#/properties/hint/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err15];
				else vErrors.push(err15);
				errors++;
			}
		}
		if (data.quarantined !== void 0) {
			if (typeof data.quarantined !== "string") {
				const err16 = {
					instancePath: instancePath + "/quarantined",
					schemaPath: "#/properties/quarantined/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err16];
				else vErrors.push(err16);
				errors++;
			}
		}
	} else {
		const err17 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err17];
		else vErrors.push(err17);
		errors++;
	}
	validate15.errors = vErrors;
	return errors === 0;
}
const schema22 = {
	"type": "object",
	"required": [
		"action",
		"address",
		"kind",
		"generation",
		"fields",
		"dependsOn",
		"changes",
		"drift",
		"checked"
	],
	"additionalProperties": false,
	"properties": {
		"action": {
			"type": "string",
			"enum": [
				"create",
				"replace",
				"keep",
				"drifted",
				"relock",
				"retire",
				"revive",
				"import",
				"move",
				"unsettled",
				"blocked",
				"immutable",
				"protected",
				"missing",
				"renamed",
				"unreadable",
				"import-missing",
				"import-differs",
				"import-taken"
			]
		},
		"address": { "$ref": "#/definitions/address" },
		"kind": {
			"type": "string",
			"enum": ["UserPool", "SdkClient"]
		},
		"generation": {
			"type": "integer",
			"minimum": 0
		},
		"fields": { "$ref": "#/definitions/wantedFields" },
		"dependsOn": {
			"type": "array",
			"items": { "$ref": "#/definitions/address" }
		},
		"changes": {
			"type": "array",
			"items": { "$ref": "#/definitions/change" }
		},
		"drift": {
			"type": "array",
			"items": { "$ref": "#/definitions/change" }
		},
		"checked": { "type": "boolean" },
		"id": { "type": "string" },
		"references": {
			"type": "object",
			"propertyNames": { "$ref": "#/definitions/address" },
			"additionalProperties": { "type": "string" }
		},
		"secretSink": { "type": "string" },
		"ignoreDrift": {
			"type": "array",
			"items": { "type": "string" }
		},
		"hiddenDrift": {
			"type": "array",
			"items": { "type": "string" }
		},
		"observed": { "$ref": "#/definitions/fields" },
		"agreed": {
			"type": "string",
			"enum": [
				"asked",
				"gone",
				"earlier",
				"follows"
			]
		},
		"follows": {
			"type": "array",
			"items": { "$ref": "#/definitions/address" }
		},
		"gone": { "const": true },
		"imported": { "const": true },
		"protected": { "const": true },
		"withdrawn": { "const": true },
		"protect": { "type": "boolean" },
		"movedFrom": { "$ref": "#/definitions/address" },
		"renamedFrom": { "$ref": "#/definitions/address" },
		"previousId": { "type": "string" },
		"blockedBy": {
			"type": "array",
			"items": { "$ref": "#/definitions/address" }
		},
		"attempts": {
			"type": "array",
			"items": { "type": "string" }
		},
		"assumed": {
			"type": "array",
			"items": { "type": "string" }
		},
		"heldBy": { "$ref": "#/definitions/address" },
		"reason": { "type": "string" },
		"place": { "type": "string" }
	}
};
function validate21(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.ref === void 0) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "ref" }
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		for (const key0 in data) if (!(key0 === "ref")) {
			const err1 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 }
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		if (data.ref !== void 0) {
			let data0 = data.ref;
			if (typeof data0 === "string") {
				if (!pattern1.test(data0)) {
					const err2 = {
						instancePath: instancePath + "/ref",
						schemaPath: "#/definitions/address/pattern",
						keyword: "pattern",
						params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
					};
					if (vErrors === null) vErrors = [err2];
					else vErrors.push(err2);
					errors++;
				}
			} else {
				const err3 = {
					instancePath: instancePath + "/ref",
					schemaPath: "#/definitions/address/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err3];
				else vErrors.push(err3);
				errors++;
			}
		}
	} else {
		const err4 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err4];
		else vErrors.push(err4);
		errors++;
	}
	validate21.errors = vErrors;
	return errors === 0;
}
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		for (const key0 in data) {
			const _errs1 = errors;
			if (typeof key0 === "string") {
				if (!pattern6.test(key0)) {
					const err0 = {
						instancePath,
						schemaPath: "#/propertyNames/pattern",
						keyword: "pattern",
						params: { pattern: "^[A-Za-z][A-Za-z0-9.]*$" },
						propertyName: key0
					};
					if (vErrors === null) vErrors = [err0];
					else vErrors.push(err0);
					errors++;
				}
			} else {
				const err1 = {
					instancePath,
					schemaPath: "#/propertyNames/type",
					keyword: "type",
					params: { type: "string" },
					propertyName: key0
				};
				if (vErrors === null) vErrors = [err1];
				else vErrors.push(err1);
				errors++;
			}
			if (!(_errs1 === errors)) {
				const err2 = {
					instancePath,
					schemaPath: "#/propertyNames",
					keyword: "propertyNames",
					params: { propertyName: key0 }
				};
				if (vErrors === null) vErrors = [err2];
				else vErrors.push(err2);
				errors++;
			}
		}
		for (const key1 in data) {
			let data0 = data[key1];
			const _errs5 = errors;
			let valid2 = false;
			let passing0 = null;
			const _errs6 = errors;
			if (typeof data0 !== "string" && typeof data0 !== "boolean" && data0 !== null) {
				const err3 = {
					instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),
					schemaPath: "#/definitions/value/type",
					keyword: "type",
					params: { type: schema21.type }
				};
				if (vErrors === null) vErrors = [err3];
				else vErrors.push(err3);
				errors++;
			}
			var _valid0 = _errs6 === errors;
			if (_valid0) {
				valid2 = true;
				passing0 = 0;
			}
			const _errs9 = errors;
			if (!validate21(data0, {
				instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),
				parentData: data,
				parentDataProperty: key1,
				rootData
			})) {
				vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
				errors = vErrors.length;
			}
			var _valid0 = _errs9 === errors;
			if (_valid0 && valid2) {
				valid2 = false;
				passing0 = [passing0, 1];
			} else if (_valid0) {
				valid2 = true;
				passing0 = 1;
			}
			if (!valid2) {
				const err4 = {
					instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),
					schemaPath: "#/additionalProperties/oneOf",
					keyword: "oneOf",
					params: { passingSchemas: passing0 }
				};
				if (vErrors === null) vErrors = [err4];
				else vErrors.push(err4);
				errors++;
			} else {
				errors = _errs5;
				if (vErrors !== null) {
					if (_errs5) vErrors.length = _errs5;
					else vErrors = null;
				}
			}
		}
	} else {
		const err5 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err5];
		else vErrors.push(err5);
		errors++;
	}
	validate20.errors = vErrors;
	return errors === 0;
}
function validate24(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.field === void 0) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "field" }
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		for (const key0 in data) if (!(key0 === "field" || key0 === "before" || key0 === "after" || key0 === "place")) {
			const err1 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 }
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		if (data.field !== void 0) {
			if (typeof data.field !== "string") {
				const err2 = {
					instancePath: instancePath + "/field",
					schemaPath: "#/properties/field/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err2];
				else vErrors.push(err2);
				errors++;
			}
		}
		if (data.before !== void 0) {
			let data1 = data.before;
			if (typeof data1 !== "string" && typeof data1 !== "boolean" && data1 !== null) {
				const err3 = {
					instancePath: instancePath + "/before",
					schemaPath: "#/definitions/value/type",
					keyword: "type",
					params: { type: schema21.type }
				};
				if (vErrors === null) vErrors = [err3];
				else vErrors.push(err3);
				errors++;
			}
		}
		if (data.after !== void 0) {
			let data2 = data.after;
			const _errs8 = errors;
			let valid2 = false;
			let passing0 = null;
			const _errs9 = errors;
			if (typeof data2 !== "string" && typeof data2 !== "boolean" && data2 !== null) {
				const err4 = {
					instancePath: instancePath + "/after",
					schemaPath: "#/definitions/value/type",
					keyword: "type",
					params: { type: schema21.type }
				};
				if (vErrors === null) vErrors = [err4];
				else vErrors.push(err4);
				errors++;
			}
			var _valid0 = _errs9 === errors;
			if (_valid0) {
				valid2 = true;
				passing0 = 0;
			}
			const _errs12 = errors;
			if (!validate21(data2, {
				instancePath: instancePath + "/after",
				parentData: data,
				parentDataProperty: "after",
				rootData
			})) {
				vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
				errors = vErrors.length;
			}
			var _valid0 = _errs12 === errors;
			if (_valid0 && valid2) {
				valid2 = false;
				passing0 = [passing0, 1];
			} else if (_valid0) {
				valid2 = true;
				passing0 = 1;
			}
			if (!valid2) {
				const err5 = {
					instancePath: instancePath + "/after",
					schemaPath: "#/properties/after/oneOf",
					keyword: "oneOf",
					params: { passingSchemas: passing0 }
				};
				if (vErrors === null) vErrors = [err5];
				else vErrors.push(err5);
				errors++;
			} else {
				errors = _errs8;
				if (vErrors !== null) {
					if (_errs8) vErrors.length = _errs8;
					else vErrors = null;
				}
			}
		}
		if (data.place !== void 0) {
			if (typeof data.place !== "string") {
				const err6 = {
					instancePath: instancePath + "/place",
					schemaPath: "#/properties/place/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err6];
				else vErrors.push(err6);
				errors++;
			}
		}
	} else {
		const err7 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err7];
		else vErrors.push(err7);
		errors++;
	}
	validate24.errors = vErrors;
	return errors === 0;
}
function validate19(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.action === void 0) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "action" }
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.address === void 0) {
			const err1 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "address" }
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		if (data.kind === void 0) {
			const err2 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "kind" }
			};
			if (vErrors === null) vErrors = [err2];
			else vErrors.push(err2);
			errors++;
		}
		if (data.generation === void 0) {
			const err3 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "generation" }
			};
			if (vErrors === null) vErrors = [err3];
			else vErrors.push(err3);
			errors++;
		}
		if (data.fields === void 0) {
			const err4 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "fields" }
			};
			if (vErrors === null) vErrors = [err4];
			else vErrors.push(err4);
			errors++;
		}
		if (data.dependsOn === void 0) {
			const err5 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "dependsOn" }
			};
			if (vErrors === null) vErrors = [err5];
			else vErrors.push(err5);
			errors++;
		}
		if (data.changes === void 0) {
			const err6 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "changes" }
			};
			if (vErrors === null) vErrors = [err6];
			else vErrors.push(err6);
			errors++;
		}
		if (data.drift === void 0) {
			const err7 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "drift" }
			};
			if (vErrors === null) vErrors = [err7];
			else vErrors.push(err7);
			errors++;
		}
		if (data.checked === void 0) {
			const err8 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "checked" }
			};
			if (vErrors === null) vErrors = [err8];
			else vErrors.push(err8);
			errors++;
		}
		for (const key0 in data) if (!func2.call(schema22.properties, key0)) {
			const err9 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 }
			};
			if (vErrors === null) vErrors = [err9];
			else vErrors.push(err9);
			errors++;
		}
		if (data.action !== void 0) {
			let data0 = data.action;
			if (typeof data0 !== "string") {
				const err10 = {
					instancePath: instancePath + "/action",
					schemaPath: "#/properties/action/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err10];
				else vErrors.push(err10);
				errors++;
			}
			if (!(data0 === "create" || data0 === "replace" || data0 === "keep" || data0 === "drifted" || data0 === "relock" || data0 === "retire" || data0 === "revive" || data0 === "import" || data0 === "move" || data0 === "unsettled" || data0 === "blocked" || data0 === "immutable" || data0 === "protected" || data0 === "missing" || data0 === "renamed" || data0 === "unreadable" || data0 === "import-missing" || data0 === "import-differs" || data0 === "import-taken")) {
				const err11 = {
					instancePath: instancePath + "/action",
					schemaPath: "#/properties/action/enum",
					keyword: "enum",
					params: { allowedValues: schema22.properties.action.enum }
				};
				if (vErrors === null) vErrors = [err11];
				else vErrors.push(err11);
				errors++;
			}
		}
		if (data.address !== void 0) {
			let data1 = data.address;
			if (typeof data1 === "string") {
				if (!pattern1.test(data1)) {
					const err12 = {
						instancePath: instancePath + "/address",
						schemaPath: "#/definitions/address/pattern",
						keyword: "pattern",
						params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
					};
					if (vErrors === null) vErrors = [err12];
					else vErrors.push(err12);
					errors++;
				}
			} else {
				const err13 = {
					instancePath: instancePath + "/address",
					schemaPath: "#/definitions/address/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err13];
				else vErrors.push(err13);
				errors++;
			}
		}
		if (data.kind !== void 0) {
			let data2 = data.kind;
			if (typeof data2 !== "string") {
				const err14 = {
					instancePath: instancePath + "/kind",
					schemaPath: "#/properties/kind/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err14];
				else vErrors.push(err14);
				errors++;
			}
			if (!(data2 === "UserPool" || data2 === "SdkClient")) {
				const err15 = {
					instancePath: instancePath + "/kind",
					schemaPath: "#/properties/kind/enum",
					keyword: "enum",
					params: { allowedValues: schema22.properties.kind.enum }
				};
				if (vErrors === null) vErrors = [err15];
				else vErrors.push(err15);
				errors++;
			}
		}
		if (data.generation !== void 0) {
			let data3 = data.generation;
			if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
				const err16 = {
					instancePath: instancePath + "/generation",
					schemaPath: "#/properties/generation/type",
					keyword: "type",
					params: { type: "integer" }
				};
				if (vErrors === null) vErrors = [err16];
				else vErrors.push(err16);
				errors++;
			}
			if (typeof data3 == "number" && isFinite(data3)) {
				if (data3 < 0 || isNaN(data3)) {
					const err17 = {
						instancePath: instancePath + "/generation",
						schemaPath: "#/properties/generation/minimum",
						keyword: "minimum",
						params: {
							comparison: ">=",
							limit: 0
						}
					};
					if (vErrors === null) vErrors = [err17];
					else vErrors.push(err17);
					errors++;
				}
			}
		}
		if (data.fields !== void 0) {
			if (!validate20(data.fields, {
				instancePath: instancePath + "/fields",
				parentData: data,
				parentDataProperty: "fields",
				rootData
			})) {
				vErrors = vErrors === null ? validate20.errors : vErrors.concat(validate20.errors);
				errors = vErrors.length;
			}
		}
		if (data.dependsOn !== void 0) {
			let data5 = data.dependsOn;
			if (Array.isArray(data5)) {
				const len0 = data5.length;
				for (let i0 = 0; i0 < len0; i0++) {
					let data6 = data5[i0];
					if (typeof data6 === "string") {
						if (!pattern1.test(data6)) {
							const err18 = {
								instancePath: instancePath + "/dependsOn/" + i0,
								schemaPath: "#/definitions/address/pattern",
								keyword: "pattern",
								params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
							};
							if (vErrors === null) vErrors = [err18];
							else vErrors.push(err18);
							errors++;
						}
					} else {
						const err19 = {
							instancePath: instancePath + "/dependsOn/" + i0,
							schemaPath: "#/definitions/address/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err19];
						else vErrors.push(err19);
						errors++;
					}
				}
			} else {
				const err20 = {
					instancePath: instancePath + "/dependsOn",
					schemaPath: "#/properties/dependsOn/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err20];
				else vErrors.push(err20);
				errors++;
			}
		}
		if (data.changes !== void 0) {
			let data7 = data.changes;
			if (Array.isArray(data7)) {
				const len1 = data7.length;
				for (let i1 = 0; i1 < len1; i1++) if (!validate24(data7[i1], {
					instancePath: instancePath + "/changes/" + i1,
					parentData: data7,
					parentDataProperty: i1,
					rootData
				})) {
					vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
					errors = vErrors.length;
				}
			} else {
				const err21 = {
					instancePath: instancePath + "/changes",
					schemaPath: "#/properties/changes/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err21];
				else vErrors.push(err21);
				errors++;
			}
		}
		if (data.drift !== void 0) {
			let data9 = data.drift;
			if (Array.isArray(data9)) {
				const len2 = data9.length;
				for (let i2 = 0; i2 < len2; i2++) if (!validate24(data9[i2], {
					instancePath: instancePath + "/drift/" + i2,
					parentData: data9,
					parentDataProperty: i2,
					rootData
				})) {
					vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
					errors = vErrors.length;
				}
			} else {
				const err22 = {
					instancePath: instancePath + "/drift",
					schemaPath: "#/properties/drift/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err22];
				else vErrors.push(err22);
				errors++;
			}
		}
		if (data.checked !== void 0) {
			if (typeof data.checked !== "boolean") {
				const err23 = {
					instancePath: instancePath + "/checked",
					schemaPath: "#/properties/checked/type",
					keyword: "type",
					params: { type: "boolean" }
				};
				if (vErrors === null) vErrors = [err23];
				else vErrors.push(err23);
				errors++;
			}
		}
		if (data.id !== void 0) {
			if (typeof data.id !== "string") {
				const err24 = {
					instancePath: instancePath + "/id",
					schemaPath: "#/properties/id/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err24];
				else vErrors.push(err24);
				errors++;
			}
		}
		if (data.references !== void 0) {
			let data13 = data.references;
			if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
				for (const key1 in data13) {
					const _errs29 = errors;
					if (typeof key1 === "string") {
						if (!pattern1.test(key1)) {
							const err25 = {
								instancePath: instancePath + "/references",
								schemaPath: "#/definitions/address/pattern",
								keyword: "pattern",
								params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" },
								propertyName: key1
							};
							if (vErrors === null) vErrors = [err25];
							else vErrors.push(err25);
							errors++;
						}
					} else {
						const err26 = {
							instancePath: instancePath + "/references",
							schemaPath: "#/definitions/address/type",
							keyword: "type",
							params: { type: "string" },
							propertyName: key1
						};
						if (vErrors === null) vErrors = [err26];
						else vErrors.push(err26);
						errors++;
					}
					if (!(_errs29 === errors)) {
						const err27 = {
							instancePath: instancePath + "/references",
							schemaPath: "#/properties/references/propertyNames",
							keyword: "propertyNames",
							params: { propertyName: key1 }
						};
						if (vErrors === null) vErrors = [err27];
						else vErrors.push(err27);
						errors++;
					}
				}
				for (const key2 in data13) if (typeof data13[key2] !== "string") {
					const err28 = {
						instancePath: instancePath + "/references/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),
						schemaPath: "#/properties/references/additionalProperties/type",
						keyword: "type",
						params: { type: "string" }
					};
					if (vErrors === null) vErrors = [err28];
					else vErrors.push(err28);
					errors++;
				}
			} else {
				const err29 = {
					instancePath: instancePath + "/references",
					schemaPath: "#/properties/references/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err29];
				else vErrors.push(err29);
				errors++;
			}
		}
		if (data.secretSink !== void 0) {
			if (typeof data.secretSink !== "string") {
				const err30 = {
					instancePath: instancePath + "/secretSink",
					schemaPath: "#/properties/secretSink/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err30];
				else vErrors.push(err30);
				errors++;
			}
		}
		if (data.ignoreDrift !== void 0) {
			let data16 = data.ignoreDrift;
			if (Array.isArray(data16)) {
				const len3 = data16.length;
				for (let i3 = 0; i3 < len3; i3++) if (typeof data16[i3] !== "string") {
					const err31 = {
						instancePath: instancePath + "/ignoreDrift/" + i3,
						schemaPath: "#/properties/ignoreDrift/items/type",
						keyword: "type",
						params: { type: "string" }
					};
					if (vErrors === null) vErrors = [err31];
					else vErrors.push(err31);
					errors++;
				}
			} else {
				const err32 = {
					instancePath: instancePath + "/ignoreDrift",
					schemaPath: "#/properties/ignoreDrift/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err32];
				else vErrors.push(err32);
				errors++;
			}
		}
		if (data.hiddenDrift !== void 0) {
			let data18 = data.hiddenDrift;
			if (Array.isArray(data18)) {
				const len4 = data18.length;
				for (let i4 = 0; i4 < len4; i4++) if (typeof data18[i4] !== "string") {
					const err33 = {
						instancePath: instancePath + "/hiddenDrift/" + i4,
						schemaPath: "#/properties/hiddenDrift/items/type",
						keyword: "type",
						params: { type: "string" }
					};
					if (vErrors === null) vErrors = [err33];
					else vErrors.push(err33);
					errors++;
				}
			} else {
				const err34 = {
					instancePath: instancePath + "/hiddenDrift",
					schemaPath: "#/properties/hiddenDrift/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err34];
				else vErrors.push(err34);
				errors++;
			}
		}
		if (data.observed !== void 0) {
			if (!validate16(data.observed, {
				instancePath: instancePath + "/observed",
				parentData: data,
				parentDataProperty: "observed",
				rootData
			})) {
				vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
				errors = vErrors.length;
			}
		}
		if (data.agreed !== void 0) {
			let data21 = data.agreed;
			if (typeof data21 !== "string") {
				const err35 = {
					instancePath: instancePath + "/agreed",
					schemaPath: "#/properties/agreed/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err35];
				else vErrors.push(err35);
				errors++;
			}
			if (!(data21 === "asked" || data21 === "gone" || data21 === "earlier" || data21 === "follows")) {
				const err36 = {
					instancePath: instancePath + "/agreed",
					schemaPath: "#/properties/agreed/enum",
					keyword: "enum",
					params: { allowedValues: schema22.properties.agreed.enum }
				};
				if (vErrors === null) vErrors = [err36];
				else vErrors.push(err36);
				errors++;
			}
		}
		if (data.follows !== void 0) {
			let data22 = data.follows;
			if (Array.isArray(data22)) {
				const len5 = data22.length;
				for (let i5 = 0; i5 < len5; i5++) {
					let data23 = data22[i5];
					if (typeof data23 === "string") {
						if (!pattern1.test(data23)) {
							const err37 = {
								instancePath: instancePath + "/follows/" + i5,
								schemaPath: "#/definitions/address/pattern",
								keyword: "pattern",
								params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
							};
							if (vErrors === null) vErrors = [err37];
							else vErrors.push(err37);
							errors++;
						}
					} else {
						const err38 = {
							instancePath: instancePath + "/follows/" + i5,
							schemaPath: "#/definitions/address/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err38];
						else vErrors.push(err38);
						errors++;
					}
				}
			} else {
				const err39 = {
					instancePath: instancePath + "/follows",
					schemaPath: "#/properties/follows/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err39];
				else vErrors.push(err39);
				errors++;
			}
		}
		if (data.gone !== void 0) {
			if (true !== data.gone) {
				const err40 = {
					instancePath: instancePath + "/gone",
					schemaPath: "#/properties/gone/const",
					keyword: "const",
					params: { allowedValue: true }
				};
				if (vErrors === null) vErrors = [err40];
				else vErrors.push(err40);
				errors++;
			}
		}
		if (data.imported !== void 0) {
			if (true !== data.imported) {
				const err41 = {
					instancePath: instancePath + "/imported",
					schemaPath: "#/properties/imported/const",
					keyword: "const",
					params: { allowedValue: true }
				};
				if (vErrors === null) vErrors = [err41];
				else vErrors.push(err41);
				errors++;
			}
		}
		if (data.protected !== void 0) {
			if (true !== data.protected) {
				const err42 = {
					instancePath: instancePath + "/protected",
					schemaPath: "#/properties/protected/const",
					keyword: "const",
					params: { allowedValue: true }
				};
				if (vErrors === null) vErrors = [err42];
				else vErrors.push(err42);
				errors++;
			}
		}
		if (data.withdrawn !== void 0) {
			if (true !== data.withdrawn) {
				const err43 = {
					instancePath: instancePath + "/withdrawn",
					schemaPath: "#/properties/withdrawn/const",
					keyword: "const",
					params: { allowedValue: true }
				};
				if (vErrors === null) vErrors = [err43];
				else vErrors.push(err43);
				errors++;
			}
		}
		if (data.protect !== void 0) {
			if (typeof data.protect !== "boolean") {
				const err44 = {
					instancePath: instancePath + "/protect",
					schemaPath: "#/properties/protect/type",
					keyword: "type",
					params: { type: "boolean" }
				};
				if (vErrors === null) vErrors = [err44];
				else vErrors.push(err44);
				errors++;
			}
		}
		if (data.movedFrom !== void 0) {
			let data29 = data.movedFrom;
			if (typeof data29 === "string") {
				if (!pattern1.test(data29)) {
					const err45 = {
						instancePath: instancePath + "/movedFrom",
						schemaPath: "#/definitions/address/pattern",
						keyword: "pattern",
						params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
					};
					if (vErrors === null) vErrors = [err45];
					else vErrors.push(err45);
					errors++;
				}
			} else {
				const err46 = {
					instancePath: instancePath + "/movedFrom",
					schemaPath: "#/definitions/address/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err46];
				else vErrors.push(err46);
				errors++;
			}
		}
		if (data.renamedFrom !== void 0) {
			let data30 = data.renamedFrom;
			if (typeof data30 === "string") {
				if (!pattern1.test(data30)) {
					const err47 = {
						instancePath: instancePath + "/renamedFrom",
						schemaPath: "#/definitions/address/pattern",
						keyword: "pattern",
						params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
					};
					if (vErrors === null) vErrors = [err47];
					else vErrors.push(err47);
					errors++;
				}
			} else {
				const err48 = {
					instancePath: instancePath + "/renamedFrom",
					schemaPath: "#/definitions/address/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err48];
				else vErrors.push(err48);
				errors++;
			}
		}
		if (data.previousId !== void 0) {
			if (typeof data.previousId !== "string") {
				const err49 = {
					instancePath: instancePath + "/previousId",
					schemaPath: "#/properties/previousId/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err49];
				else vErrors.push(err49);
				errors++;
			}
		}
		if (data.blockedBy !== void 0) {
			let data32 = data.blockedBy;
			if (Array.isArray(data32)) {
				const len6 = data32.length;
				for (let i6 = 0; i6 < len6; i6++) {
					let data33 = data32[i6];
					if (typeof data33 === "string") {
						if (!pattern1.test(data33)) {
							const err50 = {
								instancePath: instancePath + "/blockedBy/" + i6,
								schemaPath: "#/definitions/address/pattern",
								keyword: "pattern",
								params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
							};
							if (vErrors === null) vErrors = [err50];
							else vErrors.push(err50);
							errors++;
						}
					} else {
						const err51 = {
							instancePath: instancePath + "/blockedBy/" + i6,
							schemaPath: "#/definitions/address/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err51];
						else vErrors.push(err51);
						errors++;
					}
				}
			} else {
				const err52 = {
					instancePath: instancePath + "/blockedBy",
					schemaPath: "#/properties/blockedBy/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err52];
				else vErrors.push(err52);
				errors++;
			}
		}
		if (data.attempts !== void 0) {
			let data34 = data.attempts;
			if (Array.isArray(data34)) {
				const len7 = data34.length;
				for (let i7 = 0; i7 < len7; i7++) if (typeof data34[i7] !== "string") {
					const err53 = {
						instancePath: instancePath + "/attempts/" + i7,
						schemaPath: "#/properties/attempts/items/type",
						keyword: "type",
						params: { type: "string" }
					};
					if (vErrors === null) vErrors = [err53];
					else vErrors.push(err53);
					errors++;
				}
			} else {
				const err54 = {
					instancePath: instancePath + "/attempts",
					schemaPath: "#/properties/attempts/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err54];
				else vErrors.push(err54);
				errors++;
			}
		}
		if (data.assumed !== void 0) {
			let data36 = data.assumed;
			if (Array.isArray(data36)) {
				const len8 = data36.length;
				for (let i8 = 0; i8 < len8; i8++) if (typeof data36[i8] !== "string") {
					const err55 = {
						instancePath: instancePath + "/assumed/" + i8,
						schemaPath: "#/properties/assumed/items/type",
						keyword: "type",
						params: { type: "string" }
					};
					if (vErrors === null) vErrors = [err55];
					else vErrors.push(err55);
					errors++;
				}
			} else {
				const err56 = {
					instancePath: instancePath + "/assumed",
					schemaPath: "#/properties/assumed/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err56];
				else vErrors.push(err56);
				errors++;
			}
		}
		if (data.heldBy !== void 0) {
			let data38 = data.heldBy;
			if (typeof data38 === "string") {
				if (!pattern1.test(data38)) {
					const err57 = {
						instancePath: instancePath + "/heldBy",
						schemaPath: "#/definitions/address/pattern",
						keyword: "pattern",
						params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
					};
					if (vErrors === null) vErrors = [err57];
					else vErrors.push(err57);
					errors++;
				}
			} else {
				const err58 = {
					instancePath: instancePath + "/heldBy",
					schemaPath: "#/definitions/address/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err58];
				else vErrors.push(err58);
				errors++;
			}
		}
		if (data.reason !== void 0) {
			if (typeof data.reason !== "string") {
				const err59 = {
					instancePath: instancePath + "/reason",
					schemaPath: "#/properties/reason/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err59];
				else vErrors.push(err59);
				errors++;
			}
		}
		if (data.place !== void 0) {
			if (typeof data.place !== "string") {
				const err60 = {
					instancePath: instancePath + "/place",
					schemaPath: "#/properties/place/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err60];
				else vErrors.push(err60);
				errors++;
			}
		}
	} else {
		const err61 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err61];
		else vErrors.push(err61);
		errors++;
	}
	validate19.errors = vErrors;
	return errors === 0;
}
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.format === void 0) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "format" }
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.formatVersion === void 0) {
			const err1 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "formatVersion" }
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		if (data.toolVersion === void 0) {
			const err2 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "toolVersion" }
			};
			if (vErrors === null) vErrors = [err2];
			else vErrors.push(err2);
			errors++;
		}
		if (data.environment === void 0) {
			const err3 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "environment" }
			};
			if (vErrors === null) vErrors = [err3];
			else vErrors.push(err3);
			errors++;
		}
		if (data.manifest === void 0) {
			const err4 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "manifest" }
			};
			if (vErrors === null) vErrors = [err4];
			else vErrors.push(err4);
			errors++;
		}
		if (data.lockfile === void 0) {
			const err5 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "lockfile" }
			};
			if (vErrors === null) vErrors = [err5];
			else vErrors.push(err5);
			errors++;
		}
		if (data.foldedAttempts === void 0) {
			const err6 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "foldedAttempts" }
			};
			if (vErrors === null) vErrors = [err6];
			else vErrors.push(err6);
			errors++;
		}
		if (data.applicable === void 0) {
			const err7 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "applicable" }
			};
			if (vErrors === null) vErrors = [err7];
			else vErrors.push(err7);
			errors++;
		}
		if (data.changes === void 0) {
			const err8 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "changes" }
			};
			if (vErrors === null) vErrors = [err8];
			else vErrors.push(err8);
			errors++;
		}
		if (data.summary === void 0) {
			const err9 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "summary" }
			};
			if (vErrors === null) vErrors = [err9];
			else vErrors.push(err9);
			errors++;
		}
		if (data.guards === void 0) {
			const err10 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "guards" }
			};
			if (vErrors === null) vErrors = [err10];
			else vErrors.push(err10);
			errors++;
		}
		if (data.warnings === void 0) {
			const err11 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "warnings" }
			};
			if (vErrors === null) vErrors = [err11];
			else vErrors.push(err11);
			errors++;
		}
		if (data.attempts === void 0) {
			const err12 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "attempts" }
			};
			if (vErrors === null) vErrors = [err12];
			else vErrors.push(err12);
			errors++;
		}
		if (data.actions === void 0) {
			const err13 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "actions" }
			};
			if (vErrors === null) vErrors = [err13];
			else vErrors.push(err13);
			errors++;
		}
		for (const key0 in data) if (!func2.call(schema11.properties, key0)) {
			const err14 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 }
			};
			if (vErrors === null) vErrors = [err14];
			else vErrors.push(err14);
			errors++;
		}
		if (data.format !== void 0) {
			if ("anon-sync-plan" !== data.format) {
				const err15 = {
					instancePath: instancePath + "/format",
					schemaPath: "#/properties/format/const",
					keyword: "const",
					params: { allowedValue: "anon-sync-plan" }
				};
				if (vErrors === null) vErrors = [err15];
				else vErrors.push(err15);
				errors++;
			}
		}
		if (data.formatVersion !== void 0) {
			if (1 !== data.formatVersion) {
				const err16 = {
					instancePath: instancePath + "/formatVersion",
					schemaPath: "#/properties/formatVersion/const",
					keyword: "const",
					params: { allowedValue: 1 }
				};
				if (vErrors === null) vErrors = [err16];
				else vErrors.push(err16);
				errors++;
			}
		}
		if (data.toolVersion !== void 0) {
			if (typeof data.toolVersion !== "string") {
				const err17 = {
					instancePath: instancePath + "/toolVersion",
					schemaPath: "#/properties/toolVersion/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err17];
				else vErrors.push(err17);
				errors++;
			}
		}
		if (data.environment !== void 0) {
			let data3 = data.environment;
			if (data3 && typeof data3 == "object" && !Array.isArray(data3)) {
				if (data3.name === void 0) {
					const err18 = {
						instancePath: instancePath + "/environment",
						schemaPath: "#/properties/environment/required",
						keyword: "required",
						params: { missingProperty: "name" }
					};
					if (vErrors === null) vErrors = [err18];
					else vErrors.push(err18);
					errors++;
				}
				if (data3.target === void 0) {
					const err19 = {
						instancePath: instancePath + "/environment",
						schemaPath: "#/properties/environment/required",
						keyword: "required",
						params: { missingProperty: "target" }
					};
					if (vErrors === null) vErrors = [err19];
					else vErrors.push(err19);
					errors++;
				}
				if (data3.baseUrl === void 0) {
					const err20 = {
						instancePath: instancePath + "/environment",
						schemaPath: "#/properties/environment/required",
						keyword: "required",
						params: { missingProperty: "baseUrl" }
					};
					if (vErrors === null) vErrors = [err20];
					else vErrors.push(err20);
					errors++;
				}
				for (const key1 in data3) if (!(key1 === "name" || key1 === "target" || key1 === "targetUrl" || key1 === "baseUrl" || key1 === "organizationId" || key1 === "sentOrganizationId" || key1 === "lineage" || key1 === "state")) {
					const err21 = {
						instancePath: instancePath + "/environment",
						schemaPath: "#/properties/environment/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key1 }
					};
					if (vErrors === null) vErrors = [err21];
					else vErrors.push(err21);
					errors++;
				}
				if (data3.name !== void 0) {
					if (typeof data3.name !== "string") {
						const err22 = {
							instancePath: instancePath + "/environment/name",
							schemaPath: "#/properties/environment/properties/name/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err22];
						else vErrors.push(err22);
						errors++;
					}
				}
				if (data3.target !== void 0) {
					if (typeof data3.target !== "string") {
						const err23 = {
							instancePath: instancePath + "/environment/target",
							schemaPath: "#/properties/environment/properties/target/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err23];
						else vErrors.push(err23);
						errors++;
					}
				}
				if (data3.targetUrl !== void 0) {
					if (typeof data3.targetUrl !== "string") {
						const err24 = {
							instancePath: instancePath + "/environment/targetUrl",
							schemaPath: "#/properties/environment/properties/targetUrl/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err24];
						else vErrors.push(err24);
						errors++;
					}
				}
				if (data3.baseUrl !== void 0) {
					if (typeof data3.baseUrl !== "string") {
						const err25 = {
							instancePath: instancePath + "/environment/baseUrl",
							schemaPath: "#/properties/environment/properties/baseUrl/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err25];
						else vErrors.push(err25);
						errors++;
					}
				}
				if (data3.organizationId !== void 0) {
					if (typeof data3.organizationId !== "string") {
						const err26 = {
							instancePath: instancePath + "/environment/organizationId",
							schemaPath: "#/properties/environment/properties/organizationId/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err26];
						else vErrors.push(err26);
						errors++;
					}
				}
				if (data3.sentOrganizationId !== void 0) {
					if (typeof data3.sentOrganizationId !== "string") {
						const err27 = {
							instancePath: instancePath + "/environment/sentOrganizationId",
							schemaPath: "#/properties/environment/properties/sentOrganizationId/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err27];
						else vErrors.push(err27);
						errors++;
					}
				}
				if (data3.lineage !== void 0) {
					if (typeof data3.lineage !== "string") {
						const err28 = {
							instancePath: instancePath + "/environment/lineage",
							schemaPath: "#/properties/environment/properties/lineage/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err28];
						else vErrors.push(err28);
						errors++;
					}
				}
				if (data3.state !== void 0) {
					let data11 = data3.state;
					if (data11 && typeof data11 == "object" && !Array.isArray(data11)) {
						if (data11.state === void 0) {
							const err29 = {
								instancePath: instancePath + "/environment/state",
								schemaPath: "#/properties/environment/properties/state/required",
								keyword: "required",
								params: { missingProperty: "state" }
							};
							if (vErrors === null) vErrors = [err29];
							else vErrors.push(err29);
							errors++;
						}
						for (const key2 in data11) if (!(key2 === "state" || key2 === "remote" || key2 === "refs")) {
							const err30 = {
								instancePath: instancePath + "/environment/state",
								schemaPath: "#/properties/environment/properties/state/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key2 }
							};
							if (vErrors === null) vErrors = [err30];
							else vErrors.push(err30);
							errors++;
						}
						if (data11.state !== void 0) {
							let data12 = data11.state;
							if (typeof data12 !== "string") {
								const err31 = {
									instancePath: instancePath + "/environment/state/state",
									schemaPath: "#/properties/environment/properties/state/properties/state/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err31];
								else vErrors.push(err31);
								errors++;
							}
							if (!(data12 === "local" || data12 === "git")) {
								const err32 = {
									instancePath: instancePath + "/environment/state/state",
									schemaPath: "#/properties/environment/properties/state/properties/state/enum",
									keyword: "enum",
									params: { allowedValues: schema11.properties.environment.properties.state.properties.state.enum }
								};
								if (vErrors === null) vErrors = [err32];
								else vErrors.push(err32);
								errors++;
							}
						}
						if (data11.remote !== void 0) {
							if (typeof data11.remote !== "string") {
								const err33 = {
									instancePath: instancePath + "/environment/state/remote",
									schemaPath: "#/properties/environment/properties/state/properties/remote/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err33];
								else vErrors.push(err33);
								errors++;
							}
						}
						if (data11.refs !== void 0) {
							if (typeof data11.refs !== "string") {
								const err34 = {
									instancePath: instancePath + "/environment/state/refs",
									schemaPath: "#/properties/environment/properties/state/properties/refs/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err34];
								else vErrors.push(err34);
								errors++;
							}
						}
					} else {
						const err35 = {
							instancePath: instancePath + "/environment/state",
							schemaPath: "#/properties/environment/properties/state/type",
							keyword: "type",
							params: { type: "object" }
						};
						if (vErrors === null) vErrors = [err35];
						else vErrors.push(err35);
						errors++;
					}
				}
			} else {
				const err36 = {
					instancePath: instancePath + "/environment",
					schemaPath: "#/properties/environment/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err36];
				else vErrors.push(err36);
				errors++;
			}
		}
		if (data.manifest !== void 0) {
			if (typeof data.manifest !== "string") {
				const err37 = {
					instancePath: instancePath + "/manifest",
					schemaPath: "#/properties/manifest/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err37];
				else vErrors.push(err37);
				errors++;
			}
		}
		if (data.lockfile !== void 0) {
			if (typeof data.lockfile !== "string") {
				const err38 = {
					instancePath: instancePath + "/lockfile",
					schemaPath: "#/properties/lockfile/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err38];
				else vErrors.push(err38);
				errors++;
			}
		}
		if (data.foldedAttempts !== void 0) {
			let data17 = data.foldedAttempts;
			if (!(typeof data17 == "number" && !(data17 % 1) && !isNaN(data17) && isFinite(data17))) {
				const err39 = {
					instancePath: instancePath + "/foldedAttempts",
					schemaPath: "#/properties/foldedAttempts/type",
					keyword: "type",
					params: { type: "integer" }
				};
				if (vErrors === null) vErrors = [err39];
				else vErrors.push(err39);
				errors++;
			}
			if (typeof data17 == "number" && isFinite(data17)) {
				if (data17 < 0 || isNaN(data17)) {
					const err40 = {
						instancePath: instancePath + "/foldedAttempts",
						schemaPath: "#/properties/foldedAttempts/minimum",
						keyword: "minimum",
						params: {
							comparison: ">=",
							limit: 0
						}
					};
					if (vErrors === null) vErrors = [err40];
					else vErrors.push(err40);
					errors++;
				}
			}
		}
		if (data.refreshed !== void 0) {
			if (false !== data.refreshed) {
				const err41 = {
					instancePath: instancePath + "/refreshed",
					schemaPath: "#/properties/refreshed/const",
					keyword: "const",
					params: { allowedValue: false }
				};
				if (vErrors === null) vErrors = [err41];
				else vErrors.push(err41);
				errors++;
			}
		}
		if (data.secretSinkBy !== void 0) {
			if (typeof data.secretSinkBy !== "string") {
				const err42 = {
					instancePath: instancePath + "/secretSinkBy",
					schemaPath: "#/properties/secretSinkBy/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err42];
				else vErrors.push(err42);
				errors++;
			}
		}
		if (data.planDigest !== void 0) {
			let data20 = data.planDigest;
			if (typeof data20 === "string") {
				if (!pattern0.test(data20)) {
					const err43 = {
						instancePath: instancePath + "/planDigest",
						schemaPath: "#/properties/planDigest/pattern",
						keyword: "pattern",
						params: { pattern: "^v2:[0-9a-f]{64}$" }
					};
					if (vErrors === null) vErrors = [err43];
					else vErrors.push(err43);
					errors++;
				}
			} else {
				const err44 = {
					instancePath: instancePath + "/planDigest",
					schemaPath: "#/properties/planDigest/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err44];
				else vErrors.push(err44);
				errors++;
			}
		}
		if (data.applicable !== void 0) {
			if (typeof data.applicable !== "boolean") {
				const err45 = {
					instancePath: instancePath + "/applicable",
					schemaPath: "#/properties/applicable/type",
					keyword: "type",
					params: { type: "boolean" }
				};
				if (vErrors === null) vErrors = [err45];
				else vErrors.push(err45);
				errors++;
			}
		}
		if (data.changes !== void 0) {
			if (typeof data.changes !== "boolean") {
				const err46 = {
					instancePath: instancePath + "/changes",
					schemaPath: "#/properties/changes/type",
					keyword: "type",
					params: { type: "boolean" }
				};
				if (vErrors === null) vErrors = [err46];
				else vErrors.push(err46);
				errors++;
			}
		}
		if (data.leftOut !== void 0) {
			let data23 = data.leftOut;
			if (!(typeof data23 == "number" && !(data23 % 1) && !isNaN(data23) && isFinite(data23))) {
				const err47 = {
					instancePath: instancePath + "/leftOut",
					schemaPath: "#/properties/leftOut/type",
					keyword: "type",
					params: { type: "integer" }
				};
				if (vErrors === null) vErrors = [err47];
				else vErrors.push(err47);
				errors++;
			}
			if (typeof data23 == "number" && isFinite(data23)) {
				if (data23 < 0 || isNaN(data23)) {
					const err48 = {
						instancePath: instancePath + "/leftOut",
						schemaPath: "#/properties/leftOut/minimum",
						keyword: "minimum",
						params: {
							comparison: ">=",
							limit: 0
						}
					};
					if (vErrors === null) vErrors = [err48];
					else vErrors.push(err48);
					errors++;
				}
			}
		}
		if (data.summary !== void 0) {
			let data24 = data.summary;
			if (data24 && typeof data24 == "object" && !Array.isArray(data24)) {
				if (data24.create === void 0) {
					const err49 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "create" }
					};
					if (vErrors === null) vErrors = [err49];
					else vErrors.push(err49);
					errors++;
				}
				if (data24.replace === void 0) {
					const err50 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "replace" }
					};
					if (vErrors === null) vErrors = [err50];
					else vErrors.push(err50);
					errors++;
				}
				if (data24.keep === void 0) {
					const err51 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "keep" }
					};
					if (vErrors === null) vErrors = [err51];
					else vErrors.push(err51);
					errors++;
				}
				if (data24.drifted === void 0) {
					const err52 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "drifted" }
					};
					if (vErrors === null) vErrors = [err52];
					else vErrors.push(err52);
					errors++;
				}
				if (data24.relock === void 0) {
					const err53 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "relock" }
					};
					if (vErrors === null) vErrors = [err53];
					else vErrors.push(err53);
					errors++;
				}
				if (data24.retire === void 0) {
					const err54 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "retire" }
					};
					if (vErrors === null) vErrors = [err54];
					else vErrors.push(err54);
					errors++;
				}
				if (data24.revive === void 0) {
					const err55 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "revive" }
					};
					if (vErrors === null) vErrors = [err55];
					else vErrors.push(err55);
					errors++;
				}
				if (data24.import === void 0) {
					const err56 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "import" }
					};
					if (vErrors === null) vErrors = [err56];
					else vErrors.push(err56);
					errors++;
				}
				if (data24.move === void 0) {
					const err57 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "move" }
					};
					if (vErrors === null) vErrors = [err57];
					else vErrors.push(err57);
					errors++;
				}
				if (data24.unsettled === void 0) {
					const err58 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "unsettled" }
					};
					if (vErrors === null) vErrors = [err58];
					else vErrors.push(err58);
					errors++;
				}
				if (data24.blocked === void 0) {
					const err59 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "blocked" }
					};
					if (vErrors === null) vErrors = [err59];
					else vErrors.push(err59);
					errors++;
				}
				if (data24.immutable === void 0) {
					const err60 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "immutable" }
					};
					if (vErrors === null) vErrors = [err60];
					else vErrors.push(err60);
					errors++;
				}
				if (data24.protected === void 0) {
					const err61 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "protected" }
					};
					if (vErrors === null) vErrors = [err61];
					else vErrors.push(err61);
					errors++;
				}
				if (data24.missing === void 0) {
					const err62 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "missing" }
					};
					if (vErrors === null) vErrors = [err62];
					else vErrors.push(err62);
					errors++;
				}
				if (data24.renamed === void 0) {
					const err63 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "renamed" }
					};
					if (vErrors === null) vErrors = [err63];
					else vErrors.push(err63);
					errors++;
				}
				if (data24.unreadable === void 0) {
					const err64 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "unreadable" }
					};
					if (vErrors === null) vErrors = [err64];
					else vErrors.push(err64);
					errors++;
				}
				if (data24["import-missing"] === void 0) {
					const err65 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "import-missing" }
					};
					if (vErrors === null) vErrors = [err65];
					else vErrors.push(err65);
					errors++;
				}
				if (data24["import-differs"] === void 0) {
					const err66 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "import-differs" }
					};
					if (vErrors === null) vErrors = [err66];
					else vErrors.push(err66);
					errors++;
				}
				if (data24["import-taken"] === void 0) {
					const err67 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/required",
						keyword: "required",
						params: { missingProperty: "import-taken" }
					};
					if (vErrors === null) vErrors = [err67];
					else vErrors.push(err67);
					errors++;
				}
				for (const key3 in data24) if (!func2.call(schema11.properties.summary.properties, key3)) {
					const err68 = {
						instancePath: instancePath + "/summary",
						schemaPath: "#/properties/summary/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key3 }
					};
					if (vErrors === null) vErrors = [err68];
					else vErrors.push(err68);
					errors++;
				}
				if (data24.create !== void 0) {
					let data25 = data24.create;
					if (!(typeof data25 == "number" && !(data25 % 1) && !isNaN(data25) && isFinite(data25))) {
						const err69 = {
							instancePath: instancePath + "/summary/create",
							schemaPath: "#/properties/summary/properties/create/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err69];
						else vErrors.push(err69);
						errors++;
					}
					if (typeof data25 == "number" && isFinite(data25)) {
						if (data25 < 0 || isNaN(data25)) {
							const err70 = {
								instancePath: instancePath + "/summary/create",
								schemaPath: "#/properties/summary/properties/create/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err70];
							else vErrors.push(err70);
							errors++;
						}
					}
				}
				if (data24.replace !== void 0) {
					let data26 = data24.replace;
					if (!(typeof data26 == "number" && !(data26 % 1) && !isNaN(data26) && isFinite(data26))) {
						const err71 = {
							instancePath: instancePath + "/summary/replace",
							schemaPath: "#/properties/summary/properties/replace/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err71];
						else vErrors.push(err71);
						errors++;
					}
					if (typeof data26 == "number" && isFinite(data26)) {
						if (data26 < 0 || isNaN(data26)) {
							const err72 = {
								instancePath: instancePath + "/summary/replace",
								schemaPath: "#/properties/summary/properties/replace/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err72];
							else vErrors.push(err72);
							errors++;
						}
					}
				}
				if (data24.keep !== void 0) {
					let data27 = data24.keep;
					if (!(typeof data27 == "number" && !(data27 % 1) && !isNaN(data27) && isFinite(data27))) {
						const err73 = {
							instancePath: instancePath + "/summary/keep",
							schemaPath: "#/properties/summary/properties/keep/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err73];
						else vErrors.push(err73);
						errors++;
					}
					if (typeof data27 == "number" && isFinite(data27)) {
						if (data27 < 0 || isNaN(data27)) {
							const err74 = {
								instancePath: instancePath + "/summary/keep",
								schemaPath: "#/properties/summary/properties/keep/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err74];
							else vErrors.push(err74);
							errors++;
						}
					}
				}
				if (data24.drifted !== void 0) {
					let data28 = data24.drifted;
					if (!(typeof data28 == "number" && !(data28 % 1) && !isNaN(data28) && isFinite(data28))) {
						const err75 = {
							instancePath: instancePath + "/summary/drifted",
							schemaPath: "#/properties/summary/properties/drifted/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err75];
						else vErrors.push(err75);
						errors++;
					}
					if (typeof data28 == "number" && isFinite(data28)) {
						if (data28 < 0 || isNaN(data28)) {
							const err76 = {
								instancePath: instancePath + "/summary/drifted",
								schemaPath: "#/properties/summary/properties/drifted/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err76];
							else vErrors.push(err76);
							errors++;
						}
					}
				}
				if (data24.relock !== void 0) {
					let data29 = data24.relock;
					if (!(typeof data29 == "number" && !(data29 % 1) && !isNaN(data29) && isFinite(data29))) {
						const err77 = {
							instancePath: instancePath + "/summary/relock",
							schemaPath: "#/properties/summary/properties/relock/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err77];
						else vErrors.push(err77);
						errors++;
					}
					if (typeof data29 == "number" && isFinite(data29)) {
						if (data29 < 0 || isNaN(data29)) {
							const err78 = {
								instancePath: instancePath + "/summary/relock",
								schemaPath: "#/properties/summary/properties/relock/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err78];
							else vErrors.push(err78);
							errors++;
						}
					}
				}
				if (data24.retire !== void 0) {
					let data30 = data24.retire;
					if (!(typeof data30 == "number" && !(data30 % 1) && !isNaN(data30) && isFinite(data30))) {
						const err79 = {
							instancePath: instancePath + "/summary/retire",
							schemaPath: "#/properties/summary/properties/retire/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err79];
						else vErrors.push(err79);
						errors++;
					}
					if (typeof data30 == "number" && isFinite(data30)) {
						if (data30 < 0 || isNaN(data30)) {
							const err80 = {
								instancePath: instancePath + "/summary/retire",
								schemaPath: "#/properties/summary/properties/retire/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err80];
							else vErrors.push(err80);
							errors++;
						}
					}
				}
				if (data24.revive !== void 0) {
					let data31 = data24.revive;
					if (!(typeof data31 == "number" && !(data31 % 1) && !isNaN(data31) && isFinite(data31))) {
						const err81 = {
							instancePath: instancePath + "/summary/revive",
							schemaPath: "#/properties/summary/properties/revive/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err81];
						else vErrors.push(err81);
						errors++;
					}
					if (typeof data31 == "number" && isFinite(data31)) {
						if (data31 < 0 || isNaN(data31)) {
							const err82 = {
								instancePath: instancePath + "/summary/revive",
								schemaPath: "#/properties/summary/properties/revive/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err82];
							else vErrors.push(err82);
							errors++;
						}
					}
				}
				if (data24.import !== void 0) {
					let data32 = data24.import;
					if (!(typeof data32 == "number" && !(data32 % 1) && !isNaN(data32) && isFinite(data32))) {
						const err83 = {
							instancePath: instancePath + "/summary/import",
							schemaPath: "#/properties/summary/properties/import/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err83];
						else vErrors.push(err83);
						errors++;
					}
					if (typeof data32 == "number" && isFinite(data32)) {
						if (data32 < 0 || isNaN(data32)) {
							const err84 = {
								instancePath: instancePath + "/summary/import",
								schemaPath: "#/properties/summary/properties/import/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err84];
							else vErrors.push(err84);
							errors++;
						}
					}
				}
				if (data24.move !== void 0) {
					let data33 = data24.move;
					if (!(typeof data33 == "number" && !(data33 % 1) && !isNaN(data33) && isFinite(data33))) {
						const err85 = {
							instancePath: instancePath + "/summary/move",
							schemaPath: "#/properties/summary/properties/move/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err85];
						else vErrors.push(err85);
						errors++;
					}
					if (typeof data33 == "number" && isFinite(data33)) {
						if (data33 < 0 || isNaN(data33)) {
							const err86 = {
								instancePath: instancePath + "/summary/move",
								schemaPath: "#/properties/summary/properties/move/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err86];
							else vErrors.push(err86);
							errors++;
						}
					}
				}
				if (data24.unsettled !== void 0) {
					let data34 = data24.unsettled;
					if (!(typeof data34 == "number" && !(data34 % 1) && !isNaN(data34) && isFinite(data34))) {
						const err87 = {
							instancePath: instancePath + "/summary/unsettled",
							schemaPath: "#/properties/summary/properties/unsettled/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err87];
						else vErrors.push(err87);
						errors++;
					}
					if (typeof data34 == "number" && isFinite(data34)) {
						if (data34 < 0 || isNaN(data34)) {
							const err88 = {
								instancePath: instancePath + "/summary/unsettled",
								schemaPath: "#/properties/summary/properties/unsettled/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err88];
							else vErrors.push(err88);
							errors++;
						}
					}
				}
				if (data24.blocked !== void 0) {
					let data35 = data24.blocked;
					if (!(typeof data35 == "number" && !(data35 % 1) && !isNaN(data35) && isFinite(data35))) {
						const err89 = {
							instancePath: instancePath + "/summary/blocked",
							schemaPath: "#/properties/summary/properties/blocked/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err89];
						else vErrors.push(err89);
						errors++;
					}
					if (typeof data35 == "number" && isFinite(data35)) {
						if (data35 < 0 || isNaN(data35)) {
							const err90 = {
								instancePath: instancePath + "/summary/blocked",
								schemaPath: "#/properties/summary/properties/blocked/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err90];
							else vErrors.push(err90);
							errors++;
						}
					}
				}
				if (data24.immutable !== void 0) {
					let data36 = data24.immutable;
					if (!(typeof data36 == "number" && !(data36 % 1) && !isNaN(data36) && isFinite(data36))) {
						const err91 = {
							instancePath: instancePath + "/summary/immutable",
							schemaPath: "#/properties/summary/properties/immutable/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err91];
						else vErrors.push(err91);
						errors++;
					}
					if (typeof data36 == "number" && isFinite(data36)) {
						if (data36 < 0 || isNaN(data36)) {
							const err92 = {
								instancePath: instancePath + "/summary/immutable",
								schemaPath: "#/properties/summary/properties/immutable/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err92];
							else vErrors.push(err92);
							errors++;
						}
					}
				}
				if (data24.protected !== void 0) {
					let data37 = data24.protected;
					if (!(typeof data37 == "number" && !(data37 % 1) && !isNaN(data37) && isFinite(data37))) {
						const err93 = {
							instancePath: instancePath + "/summary/protected",
							schemaPath: "#/properties/summary/properties/protected/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err93];
						else vErrors.push(err93);
						errors++;
					}
					if (typeof data37 == "number" && isFinite(data37)) {
						if (data37 < 0 || isNaN(data37)) {
							const err94 = {
								instancePath: instancePath + "/summary/protected",
								schemaPath: "#/properties/summary/properties/protected/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err94];
							else vErrors.push(err94);
							errors++;
						}
					}
				}
				if (data24.missing !== void 0) {
					let data38 = data24.missing;
					if (!(typeof data38 == "number" && !(data38 % 1) && !isNaN(data38) && isFinite(data38))) {
						const err95 = {
							instancePath: instancePath + "/summary/missing",
							schemaPath: "#/properties/summary/properties/missing/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err95];
						else vErrors.push(err95);
						errors++;
					}
					if (typeof data38 == "number" && isFinite(data38)) {
						if (data38 < 0 || isNaN(data38)) {
							const err96 = {
								instancePath: instancePath + "/summary/missing",
								schemaPath: "#/properties/summary/properties/missing/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err96];
							else vErrors.push(err96);
							errors++;
						}
					}
				}
				if (data24.renamed !== void 0) {
					let data39 = data24.renamed;
					if (!(typeof data39 == "number" && !(data39 % 1) && !isNaN(data39) && isFinite(data39))) {
						const err97 = {
							instancePath: instancePath + "/summary/renamed",
							schemaPath: "#/properties/summary/properties/renamed/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err97];
						else vErrors.push(err97);
						errors++;
					}
					if (typeof data39 == "number" && isFinite(data39)) {
						if (data39 < 0 || isNaN(data39)) {
							const err98 = {
								instancePath: instancePath + "/summary/renamed",
								schemaPath: "#/properties/summary/properties/renamed/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err98];
							else vErrors.push(err98);
							errors++;
						}
					}
				}
				if (data24.unreadable !== void 0) {
					let data40 = data24.unreadable;
					if (!(typeof data40 == "number" && !(data40 % 1) && !isNaN(data40) && isFinite(data40))) {
						const err99 = {
							instancePath: instancePath + "/summary/unreadable",
							schemaPath: "#/properties/summary/properties/unreadable/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err99];
						else vErrors.push(err99);
						errors++;
					}
					if (typeof data40 == "number" && isFinite(data40)) {
						if (data40 < 0 || isNaN(data40)) {
							const err100 = {
								instancePath: instancePath + "/summary/unreadable",
								schemaPath: "#/properties/summary/properties/unreadable/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err100];
							else vErrors.push(err100);
							errors++;
						}
					}
				}
				if (data24["import-missing"] !== void 0) {
					let data41 = data24["import-missing"];
					if (!(typeof data41 == "number" && !(data41 % 1) && !isNaN(data41) && isFinite(data41))) {
						const err101 = {
							instancePath: instancePath + "/summary/import-missing",
							schemaPath: "#/properties/summary/properties/import-missing/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err101];
						else vErrors.push(err101);
						errors++;
					}
					if (typeof data41 == "number" && isFinite(data41)) {
						if (data41 < 0 || isNaN(data41)) {
							const err102 = {
								instancePath: instancePath + "/summary/import-missing",
								schemaPath: "#/properties/summary/properties/import-missing/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err102];
							else vErrors.push(err102);
							errors++;
						}
					}
				}
				if (data24["import-differs"] !== void 0) {
					let data42 = data24["import-differs"];
					if (!(typeof data42 == "number" && !(data42 % 1) && !isNaN(data42) && isFinite(data42))) {
						const err103 = {
							instancePath: instancePath + "/summary/import-differs",
							schemaPath: "#/properties/summary/properties/import-differs/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err103];
						else vErrors.push(err103);
						errors++;
					}
					if (typeof data42 == "number" && isFinite(data42)) {
						if (data42 < 0 || isNaN(data42)) {
							const err104 = {
								instancePath: instancePath + "/summary/import-differs",
								schemaPath: "#/properties/summary/properties/import-differs/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err104];
							else vErrors.push(err104);
							errors++;
						}
					}
				}
				if (data24["import-taken"] !== void 0) {
					let data43 = data24["import-taken"];
					if (!(typeof data43 == "number" && !(data43 % 1) && !isNaN(data43) && isFinite(data43))) {
						const err105 = {
							instancePath: instancePath + "/summary/import-taken",
							schemaPath: "#/properties/summary/properties/import-taken/type",
							keyword: "type",
							params: { type: "integer" }
						};
						if (vErrors === null) vErrors = [err105];
						else vErrors.push(err105);
						errors++;
					}
					if (typeof data43 == "number" && isFinite(data43)) {
						if (data43 < 0 || isNaN(data43)) {
							const err106 = {
								instancePath: instancePath + "/summary/import-taken",
								schemaPath: "#/properties/summary/properties/import-taken/minimum",
								keyword: "minimum",
								params: {
									comparison: ">=",
									limit: 0
								}
							};
							if (vErrors === null) vErrors = [err106];
							else vErrors.push(err106);
							errors++;
						}
					}
				}
			} else {
				const err107 = {
					instancePath: instancePath + "/summary",
					schemaPath: "#/properties/summary/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err107];
				else vErrors.push(err107);
				errors++;
			}
		}
		if (data.guards !== void 0) {
			let data44 = data.guards;
			if (Array.isArray(data44)) {
				const len0 = data44.length;
				for (let i0 = 0; i0 < len0; i0++) if (!validate11(data44[i0], {
					instancePath: instancePath + "/guards/" + i0,
					parentData: data44,
					parentDataProperty: i0,
					rootData
				})) {
					vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
					errors = vErrors.length;
				}
			} else {
				const err108 = {
					instancePath: instancePath + "/guards",
					schemaPath: "#/properties/guards/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err108];
				else vErrors.push(err108);
				errors++;
			}
		}
		if (data.warnings !== void 0) {
			let data46 = data.warnings;
			if (Array.isArray(data46)) {
				const len1 = data46.length;
				for (let i1 = 0; i1 < len1; i1++) if (!validate13(data46[i1], {
					instancePath: instancePath + "/warnings/" + i1,
					parentData: data46,
					parentDataProperty: i1,
					rootData
				})) {
					vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
					errors = vErrors.length;
				}
			} else {
				const err109 = {
					instancePath: instancePath + "/warnings",
					schemaPath: "#/properties/warnings/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err109];
				else vErrors.push(err109);
				errors++;
			}
		}
		if (data.attempts !== void 0) {
			let data48 = data.attempts;
			if (Array.isArray(data48)) {
				const len2 = data48.length;
				for (let i2 = 0; i2 < len2; i2++) if (!validate15(data48[i2], {
					instancePath: instancePath + "/attempts/" + i2,
					parentData: data48,
					parentDataProperty: i2,
					rootData
				})) {
					vErrors = vErrors === null ? validate15.errors : vErrors.concat(validate15.errors);
					errors = vErrors.length;
				}
			} else {
				const err110 = {
					instancePath: instancePath + "/attempts",
					schemaPath: "#/properties/attempts/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err110];
				else vErrors.push(err110);
				errors++;
			}
		}
		if (data.actions !== void 0) {
			let data50 = data.actions;
			if (Array.isArray(data50)) {
				const len3 = data50.length;
				for (let i3 = 0; i3 < len3; i3++) if (!validate19(data50[i3], {
					instancePath: instancePath + "/actions/" + i3,
					parentData: data50,
					parentDataProperty: i3,
					rootData
				})) {
					vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
					errors = vErrors.length;
				}
			} else {
				const err111 = {
					instancePath: instancePath + "/actions",
					schemaPath: "#/properties/actions/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err111];
				else vErrors.push(err111);
				errors++;
			}
		}
		if (data.pins !== void 0) {
			let data52 = data.pins;
			if (data52 && typeof data52 == "object" && !Array.isArray(data52)) {
				if (data52.manifest === void 0) {
					const err112 = {
						instancePath: instancePath + "/pins",
						schemaPath: "#/properties/pins/required",
						keyword: "required",
						params: { missingProperty: "manifest" }
					};
					if (vErrors === null) vErrors = [err112];
					else vErrors.push(err112);
					errors++;
				}
				if (data52.state === void 0) {
					const err113 = {
						instancePath: instancePath + "/pins",
						schemaPath: "#/properties/pins/required",
						keyword: "required",
						params: { missingProperty: "state" }
					};
					if (vErrors === null) vErrors = [err113];
					else vErrors.push(err113);
					errors++;
				}
				if (data52.lineage === void 0) {
					const err114 = {
						instancePath: instancePath + "/pins",
						schemaPath: "#/properties/pins/required",
						keyword: "required",
						params: { missingProperty: "lineage" }
					};
					if (vErrors === null) vErrors = [err114];
					else vErrors.push(err114);
					errors++;
				}
				if (data52.environment === void 0) {
					const err115 = {
						instancePath: instancePath + "/pins",
						schemaPath: "#/properties/pins/required",
						keyword: "required",
						params: { missingProperty: "environment" }
					};
					if (vErrors === null) vErrors = [err115];
					else vErrors.push(err115);
					errors++;
				}
				if (data52.baseUrl === void 0) {
					const err116 = {
						instancePath: instancePath + "/pins",
						schemaPath: "#/properties/pins/required",
						keyword: "required",
						params: { missingProperty: "baseUrl" }
					};
					if (vErrors === null) vErrors = [err116];
					else vErrors.push(err116);
					errors++;
				}
				if (data52.organizationId === void 0) {
					const err117 = {
						instancePath: instancePath + "/pins",
						schemaPath: "#/properties/pins/required",
						keyword: "required",
						params: { missingProperty: "organizationId" }
					};
					if (vErrors === null) vErrors = [err117];
					else vErrors.push(err117);
					errors++;
				}
				if (data52.toolVersion === void 0) {
					const err118 = {
						instancePath: instancePath + "/pins",
						schemaPath: "#/properties/pins/required",
						keyword: "required",
						params: { missingProperty: "toolVersion" }
					};
					if (vErrors === null) vErrors = [err118];
					else vErrors.push(err118);
					errors++;
				}
				for (const key4 in data52) if (!(key4 === "manifest" || key4 === "state" || key4 === "lineage" || key4 === "environment" || key4 === "baseUrl" || key4 === "organizationId" || key4 === "toolVersion")) {
					const err119 = {
						instancePath: instancePath + "/pins",
						schemaPath: "#/properties/pins/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key4 }
					};
					if (vErrors === null) vErrors = [err119];
					else vErrors.push(err119);
					errors++;
				}
				if (data52.manifest !== void 0) {
					let data53 = data52.manifest;
					if (typeof data53 === "string") {
						if (!pattern17.test(data53)) {
							const err120 = {
								instancePath: instancePath + "/pins/manifest",
								schemaPath: "#/properties/pins/properties/manifest/pattern",
								keyword: "pattern",
								params: { pattern: "^[0-9a-f]{64}$" }
							};
							if (vErrors === null) vErrors = [err120];
							else vErrors.push(err120);
							errors++;
						}
					} else {
						const err121 = {
							instancePath: instancePath + "/pins/manifest",
							schemaPath: "#/properties/pins/properties/manifest/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err121];
						else vErrors.push(err121);
						errors++;
					}
				}
				if (data52.state !== void 0) {
					let data54 = data52.state;
					if (typeof data54 === "string") {
						if (!pattern17.test(data54)) {
							const err122 = {
								instancePath: instancePath + "/pins/state",
								schemaPath: "#/properties/pins/properties/state/pattern",
								keyword: "pattern",
								params: { pattern: "^[0-9a-f]{64}$" }
							};
							if (vErrors === null) vErrors = [err122];
							else vErrors.push(err122);
							errors++;
						}
					} else {
						const err123 = {
							instancePath: instancePath + "/pins/state",
							schemaPath: "#/properties/pins/properties/state/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err123];
						else vErrors.push(err123);
						errors++;
					}
				}
				if (data52.lineage !== void 0) {
					let data55 = data52.lineage;
					if (typeof data55 !== "string" && data55 !== null) {
						const err124 = {
							instancePath: instancePath + "/pins/lineage",
							schemaPath: "#/properties/pins/properties/lineage/type",
							keyword: "type",
							params: { type: schema11.properties.pins.properties.lineage.type }
						};
						if (vErrors === null) vErrors = [err124];
						else vErrors.push(err124);
						errors++;
					}
				}
				if (data52.environment !== void 0) {
					if (typeof data52.environment !== "string") {
						const err125 = {
							instancePath: instancePath + "/pins/environment",
							schemaPath: "#/properties/pins/properties/environment/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err125];
						else vErrors.push(err125);
						errors++;
					}
				}
				if (data52.baseUrl !== void 0) {
					if (typeof data52.baseUrl !== "string") {
						const err126 = {
							instancePath: instancePath + "/pins/baseUrl",
							schemaPath: "#/properties/pins/properties/baseUrl/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err126];
						else vErrors.push(err126);
						errors++;
					}
				}
				if (data52.organizationId !== void 0) {
					let data58 = data52.organizationId;
					if (typeof data58 !== "string" && data58 !== null) {
						const err127 = {
							instancePath: instancePath + "/pins/organizationId",
							schemaPath: "#/properties/pins/properties/organizationId/type",
							keyword: "type",
							params: { type: schema11.properties.pins.properties.organizationId.type }
						};
						if (vErrors === null) vErrors = [err127];
						else vErrors.push(err127);
						errors++;
					}
				}
				if (data52.toolVersion !== void 0) {
					if (typeof data52.toolVersion !== "string") {
						const err128 = {
							instancePath: instancePath + "/pins/toolVersion",
							schemaPath: "#/properties/pins/properties/toolVersion/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err128];
						else vErrors.push(err128);
						errors++;
					}
				}
			} else {
				const err129 = {
					instancePath: instancePath + "/pins",
					schemaPath: "#/properties/pins/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err129];
				else vErrors.push(err129);
				errors++;
			}
		}
		if (data.digest !== void 0) {
			let data60 = data.digest;
			if (typeof data60 === "string") {
				if (!pattern17.test(data60)) {
					const err130 = {
						instancePath: instancePath + "/digest",
						schemaPath: "#/properties/digest/pattern",
						keyword: "pattern",
						params: { pattern: "^[0-9a-f]{64}$" }
					};
					if (vErrors === null) vErrors = [err130];
					else vErrors.push(err130);
					errors++;
				}
			} else {
				const err131 = {
					instancePath: instancePath + "/digest",
					schemaPath: "#/properties/digest/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err131];
				else vErrors.push(err131);
				errors++;
			}
		}
	} else {
		const err132 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err132];
		else vErrors.push(err132);
		errors++;
	}
	validate10.errors = vErrors;
	return errors === 0;
}

/** Validates a whole file. */
export const validate = whole as Validate;

/** Validates parts of it, by name. */
export const parts: Readonly<Record<string, Validate>> = {

};
