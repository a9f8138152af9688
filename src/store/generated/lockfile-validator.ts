// @ts-nocheck
// Written by scripts/generate.mjs. Change the schema, then `npm run generate`.
import type { Validate } from "../../core/json.ts";
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
var require_ucs2length = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	function ucs2length(str) {
		const len = str.length;
		let length = 0;
		let pos = 0;
		let value;
		while (pos < len) {
			length++;
			value = str.charCodeAt(pos++);
			if (value >= 55296 && value <= 56319 && pos < len) {
				value = str.charCodeAt(pos);
				if ((value & 64512) === 56320) pos++;
			}
		}
		return length;
	}
	exports.default = ucs2length;
	ucs2length.code = "require(\"ajv/dist/runtime/ucs2length\").default";
}));
const whole = validate10;
const schema11 = {
	"$schema": "http://json-schema.org/draft-07/schema#",
	"$id": "https://anon-sync.dev/schemas/lockfile.v1.schema.json",
	"type": "object",
	"required": [
		"lockfileVersion",
		"lineage",
		"environment",
		"resources",
		"unsettled",
		"retired"
	],
	"additionalProperties": false,
	"properties": {
		"lockfileVersion": { "const": 1 },
		"lineage": {
			"type": "string",
			"pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
		},
		"environment": {
			"type": "object",
			"required": ["name", "baseUrl"],
			"additionalProperties": false,
			"properties": {
				"name": {
					"type": "string",
					"pattern": "^[A-Za-z][A-Za-z0-9_-]{0,63}$"
				},
				"baseUrl": {
					"type": "string",
					"minLength": 1
				},
				"organizationId": {
					"type": "string",
					"minLength": 1
				}
			}
		},
		"resources": {
			"type": "object",
			"patternProperties": { "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$": {
				"type": "object",
				"required": [
					"id",
					"generation",
					"applied"
				],
				"additionalProperties": false,
				"properties": {
					"id": {
						"type": "string",
						"minLength": 1
					},
					"generation": {
						"type": "integer",
						"minimum": 1,
						"maximum": 1e9
					},
					"revision": {
						"type": "integer",
						"minimum": 1,
						"maximum": 1e9
					},
					"attempt": {
						"type": "string",
						"pattern": "^[0-9A-Za-z][0-9A-Za-z-]{0,63}$"
					},
					"applied": {
						"type": "object",
						"additionalProperties": { "type": [
							"string",
							"boolean",
							"null"
						] }
					},
					"answered": {
						"type": "object",
						"additionalProperties": { "type": [
							"string",
							"boolean",
							"null"
						] }
					},
					"assumed": {
						"type": "array",
						"items": {
							"type": "string",
							"minLength": 1
						}
					},
					"secretFingerprint": {
						"type": "string",
						"pattern": "^(lost|sha256:[0-9a-f]{12})$"
					},
					"replacing": {
						"type": "string",
						"pattern": "^(same|changed:[0-9a-f]{16})$"
					},
					"protected": { "const": true }
				}
			} },
			"additionalProperties": false
		},
		"unsettled": {
			"type": "object",
			"patternProperties": { "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$": {
				"type": "object",
				"minProperties": 1,
				"propertyNames": {
					"type": "string",
					"pattern": "^[0-9A-Za-z][0-9A-Za-z-]{0,63}$"
				},
				"additionalProperties": {
					"type": "object",
					"required": ["generation", "fields"],
					"additionalProperties": false,
					"properties": {
						"generation": {
							"type": "integer",
							"minimum": 1,
							"maximum": 1e9
						},
						"fields": {
							"type": "object",
							"additionalProperties": { "type": [
								"string",
								"boolean",
								"null"
							] }
						},
						"sentAt": {
							"type": "string",
							"minLength": 1
						},
						"reason": {
							"type": "string",
							"minLength": 1
						},
						"hint": {
							"type": "string",
							"minLength": 1
						},
						"quarantined": {
							"type": "string",
							"minLength": 1
						}
					}
				}
			} },
			"additionalProperties": false
		},
		"settled": {
			"type": "object",
			"propertyNames": {
				"type": "string",
				"pattern": "^[0-9A-Za-z][0-9A-Za-z-]{0,63}$"
			},
			"additionalProperties": {
				"type": "object",
				"required": ["address", "generation"],
				"additionalProperties": false,
				"properties": {
					"address": {
						"type": "string",
						"pattern": "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$"
					},
					"generation": {
						"type": "integer",
						"minimum": 1,
						"maximum": 1e9
					}
				}
			}
		},
		"retired": {
			"type": "object",
			"additionalProperties": {
				"type": "object",
				"required": [
					"address",
					"generation",
					"reason",
					"applied"
				],
				"additionalProperties": false,
				"properties": {
					"address": {
						"type": "string",
						"pattern": "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$"
					},
					"generation": {
						"type": "integer",
						"minimum": 1,
						"maximum": 1e9
					},
					"reason": { "enum": [
						"removed",
						"replaced",
						"duplicate",
						"quarantined"
					] },
					"revision": {
						"type": "integer",
						"minimum": 1,
						"maximum": 1e9
					},
					"attempt": {
						"type": "string",
						"pattern": "^[0-9A-Za-z][0-9A-Za-z-]{0,63}$"
					},
					"applied": {
						"type": "object",
						"additionalProperties": { "type": [
							"string",
							"boolean",
							"null"
						] }
					},
					"answered": {
						"type": "object",
						"additionalProperties": { "type": [
							"string",
							"boolean",
							"null"
						] }
					},
					"assumed": {
						"type": "array",
						"items": {
							"type": "string",
							"minLength": 1
						}
					},
					"secretFingerprint": {
						"type": "string",
						"pattern": "^(lost|sha256:[0-9a-f]{12})$"
					}
				}
			}
		}
	}
};
const pattern0 = /* @__PURE__ */ new RegExp("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "u");
const pattern1 = /* @__PURE__ */ new RegExp("^[A-Za-z][A-Za-z0-9_-]{0,63}$", "u");
const pattern2 = /* @__PURE__ */ new RegExp("^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$", "u");
const pattern4 = /* @__PURE__ */ new RegExp("^[0-9A-Za-z][0-9A-Za-z-]{0,63}$", "u");
const pattern5 = /* @__PURE__ */ new RegExp("^(lost|sha256:[0-9a-f]{12})$", "u");
const pattern6 = /* @__PURE__ */ new RegExp("^(same|changed:[0-9a-f]{16})$", "u");
const func2 = require_ucs2length().default;
const func4 = Object.prototype.hasOwnProperty;
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.lockfileVersion === void 0) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "lockfileVersion" }
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.lineage === void 0) {
			const err1 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "lineage" }
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		if (data.environment === void 0) {
			const err2 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "environment" }
			};
			if (vErrors === null) vErrors = [err2];
			else vErrors.push(err2);
			errors++;
		}
		if (data.resources === void 0) {
			const err3 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "resources" }
			};
			if (vErrors === null) vErrors = [err3];
			else vErrors.push(err3);
			errors++;
		}
		if (data.unsettled === void 0) {
			const err4 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "unsettled" }
			};
			if (vErrors === null) vErrors = [err4];
			else vErrors.push(err4);
			errors++;
		}
		if (data.retired === void 0) {
			const err5 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "retired" }
			};
			if (vErrors === null) vErrors = [err5];
			else vErrors.push(err5);
			errors++;
		}
		for (const key0 in data) if (!(key0 === "lockfileVersion" || key0 === "lineage" || key0 === "environment" || key0 === "resources" || key0 === "unsettled" || key0 === "settled" || key0 === "retired")) {
			const err6 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 }
			};
			if (vErrors === null) vErrors = [err6];
			else vErrors.push(err6);
			errors++;
		}
		if (data.lockfileVersion !== void 0) {
			if (1 !== data.lockfileVersion) {
				const err7 = {
					instancePath: instancePath + "/lockfileVersion",
					schemaPath: "#/properties/lockfileVersion/const",
					keyword: "const",
					params: { allowedValue: 1 }
				};
				if (vErrors === null) vErrors = [err7];
				else vErrors.push(err7);
				errors++;
			}
		}
		if (data.lineage !== void 0) {
			let data1 = data.lineage;
			if (typeof data1 === "string") {
				if (!pattern0.test(data1)) {
					const err8 = {
						instancePath: instancePath + "/lineage",
						schemaPath: "#/properties/lineage/pattern",
						keyword: "pattern",
						params: { pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" }
					};
					if (vErrors === null) vErrors = [err8];
					else vErrors.push(err8);
					errors++;
				}
			} else {
				const err9 = {
					instancePath: instancePath + "/lineage",
					schemaPath: "#/properties/lineage/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err9];
				else vErrors.push(err9);
				errors++;
			}
		}
		if (data.environment !== void 0) {
			let data2 = data.environment;
			if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
				if (data2.name === void 0) {
					const err10 = {
						instancePath: instancePath + "/environment",
						schemaPath: "#/properties/environment/required",
						keyword: "required",
						params: { missingProperty: "name" }
					};
					if (vErrors === null) vErrors = [err10];
					else vErrors.push(err10);
					errors++;
				}
				if (data2.baseUrl === void 0) {
					const err11 = {
						instancePath: instancePath + "/environment",
						schemaPath: "#/properties/environment/required",
						keyword: "required",
						params: { missingProperty: "baseUrl" }
					};
					if (vErrors === null) vErrors = [err11];
					else vErrors.push(err11);
					errors++;
				}
				for (const key1 in data2) if (!(key1 === "name" || key1 === "baseUrl" || key1 === "organizationId")) {
					const err12 = {
						instancePath: instancePath + "/environment",
						schemaPath: "#/properties/environment/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key1 }
					};
					if (vErrors === null) vErrors = [err12];
					else vErrors.push(err12);
					errors++;
				}
				if (data2.name !== void 0) {
					let data3 = data2.name;
					if (typeof data3 === "string") {
						if (!pattern1.test(data3)) {
							const err13 = {
								instancePath: instancePath + "/environment/name",
								schemaPath: "#/properties/environment/properties/name/pattern",
								keyword: "pattern",
								params: { pattern: "^[A-Za-z][A-Za-z0-9_-]{0,63}$" }
							};
							if (vErrors === null) vErrors = [err13];
							else vErrors.push(err13);
							errors++;
						}
					} else {
						const err14 = {
							instancePath: instancePath + "/environment/name",
							schemaPath: "#/properties/environment/properties/name/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err14];
						else vErrors.push(err14);
						errors++;
					}
				}
				if (data2.baseUrl !== void 0) {
					let data4 = data2.baseUrl;
					if (typeof data4 === "string") {
						if (func2(data4) < 1) {
							const err15 = {
								instancePath: instancePath + "/environment/baseUrl",
								schemaPath: "#/properties/environment/properties/baseUrl/minLength",
								keyword: "minLength",
								params: { limit: 1 }
							};
							if (vErrors === null) vErrors = [err15];
							else vErrors.push(err15);
							errors++;
						}
					} else {
						const err16 = {
							instancePath: instancePath + "/environment/baseUrl",
							schemaPath: "#/properties/environment/properties/baseUrl/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err16];
						else vErrors.push(err16);
						errors++;
					}
				}
				if (data2.organizationId !== void 0) {
					let data5 = data2.organizationId;
					if (typeof data5 === "string") {
						if (func2(data5) < 1) {
							const err17 = {
								instancePath: instancePath + "/environment/organizationId",
								schemaPath: "#/properties/environment/properties/organizationId/minLength",
								keyword: "minLength",
								params: { limit: 1 }
							};
							if (vErrors === null) vErrors = [err17];
							else vErrors.push(err17);
							errors++;
						}
					} else {
						const err18 = {
							instancePath: instancePath + "/environment/organizationId",
							schemaPath: "#/properties/environment/properties/organizationId/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err18];
						else vErrors.push(err18);
						errors++;
					}
				}
			} else {
				const err19 = {
					instancePath: instancePath + "/environment",
					schemaPath: "#/properties/environment/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err19];
				else vErrors.push(err19);
				errors++;
			}
		}
		if (data.resources !== void 0) {
			let data6 = data.resources;
			if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
				for (const key2 in data6) if (!pattern2.test(key2)) {
					const err20 = {
						instancePath: instancePath + "/resources",
						schemaPath: "#/properties/resources/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key2 }
					};
					if (vErrors === null) vErrors = [err20];
					else vErrors.push(err20);
					errors++;
				}
				for (const key3 in data6) if (pattern2.test(key3)) {
					let data7 = data6[key3];
					if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
						if (data7.id === void 0) {
							const err21 = {
								instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/required",
								keyword: "required",
								params: { missingProperty: "id" }
							};
							if (vErrors === null) vErrors = [err21];
							else vErrors.push(err21);
							errors++;
						}
						if (data7.generation === void 0) {
							const err22 = {
								instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/required",
								keyword: "required",
								params: { missingProperty: "generation" }
							};
							if (vErrors === null) vErrors = [err22];
							else vErrors.push(err22);
							errors++;
						}
						if (data7.applied === void 0) {
							const err23 = {
								instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/required",
								keyword: "required",
								params: { missingProperty: "applied" }
							};
							if (vErrors === null) vErrors = [err23];
							else vErrors.push(err23);
							errors++;
						}
						for (const key4 in data7) if (!func4.call(schema11.properties.resources.patternProperties["^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$"].properties, key4)) {
							const err24 = {
								instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key4 }
							};
							if (vErrors === null) vErrors = [err24];
							else vErrors.push(err24);
							errors++;
						}
						if (data7.id !== void 0) {
							let data8 = data7.id;
							if (typeof data8 === "string") {
								if (func2(data8) < 1) {
									const err25 = {
										instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/id",
										schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/id/minLength",
										keyword: "minLength",
										params: { limit: 1 }
									};
									if (vErrors === null) vErrors = [err25];
									else vErrors.push(err25);
									errors++;
								}
							} else {
								const err26 = {
									instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/id",
									schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/id/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err26];
								else vErrors.push(err26);
								errors++;
							}
						}
						if (data7.generation !== void 0) {
							let data9 = data7.generation;
							if (!(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9))) {
								const err27 = {
									instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
									schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/generation/type",
									keyword: "type",
									params: { type: "integer" }
								};
								if (vErrors === null) vErrors = [err27];
								else vErrors.push(err27);
								errors++;
							}
							if (typeof data9 == "number" && isFinite(data9)) {
								if (data9 > 1e9 || isNaN(data9)) {
									const err28 = {
										instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
										schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/generation/maximum",
										keyword: "maximum",
										params: {
											comparison: "<=",
											limit: 1e9
										}
									};
									if (vErrors === null) vErrors = [err28];
									else vErrors.push(err28);
									errors++;
								}
								if (data9 < 1 || isNaN(data9)) {
									const err29 = {
										instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
										schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/generation/minimum",
										keyword: "minimum",
										params: {
											comparison: ">=",
											limit: 1
										}
									};
									if (vErrors === null) vErrors = [err29];
									else vErrors.push(err29);
									errors++;
								}
							}
						}
						if (data7.revision !== void 0) {
							let data10 = data7.revision;
							if (!(typeof data10 == "number" && !(data10 % 1) && !isNaN(data10) && isFinite(data10))) {
								const err30 = {
									instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/revision",
									schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/revision/type",
									keyword: "type",
									params: { type: "integer" }
								};
								if (vErrors === null) vErrors = [err30];
								else vErrors.push(err30);
								errors++;
							}
							if (typeof data10 == "number" && isFinite(data10)) {
								if (data10 > 1e9 || isNaN(data10)) {
									const err31 = {
										instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/revision",
										schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/revision/maximum",
										keyword: "maximum",
										params: {
											comparison: "<=",
											limit: 1e9
										}
									};
									if (vErrors === null) vErrors = [err31];
									else vErrors.push(err31);
									errors++;
								}
								if (data10 < 1 || isNaN(data10)) {
									const err32 = {
										instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/revision",
										schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/revision/minimum",
										keyword: "minimum",
										params: {
											comparison: ">=",
											limit: 1
										}
									};
									if (vErrors === null) vErrors = [err32];
									else vErrors.push(err32);
									errors++;
								}
							}
						}
						if (data7.attempt !== void 0) {
							let data11 = data7.attempt;
							if (typeof data11 === "string") {
								if (!pattern4.test(data11)) {
									const err33 = {
										instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/attempt",
										schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/attempt/pattern",
										keyword: "pattern",
										params: { pattern: "^[0-9A-Za-z][0-9A-Za-z-]{0,63}$" }
									};
									if (vErrors === null) vErrors = [err33];
									else vErrors.push(err33);
									errors++;
								}
							} else {
								const err34 = {
									instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/attempt",
									schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/attempt/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err34];
								else vErrors.push(err34);
								errors++;
							}
						}
						if (data7.applied !== void 0) {
							let data12 = data7.applied;
							if (data12 && typeof data12 == "object" && !Array.isArray(data12)) for (const key5 in data12) {
								let data13 = data12[key5];
								if (typeof data13 !== "string" && typeof data13 !== "boolean" && data13 !== null) {
									const err35 = {
										instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/applied/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),
										schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/applied/additionalProperties/type",
										keyword: "type",
										params: { type: schema11.properties.resources.patternProperties["^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$"].properties.applied.additionalProperties.type }
									};
									if (vErrors === null) vErrors = [err35];
									else vErrors.push(err35);
									errors++;
								}
							}
							else {
								const err36 = {
									instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/applied",
									schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/applied/type",
									keyword: "type",
									params: { type: "object" }
								};
								if (vErrors === null) vErrors = [err36];
								else vErrors.push(err36);
								errors++;
							}
						}
						if (data7.answered !== void 0) {
							let data14 = data7.answered;
							if (data14 && typeof data14 == "object" && !Array.isArray(data14)) for (const key6 in data14) {
								let data15 = data14[key6];
								if (typeof data15 !== "string" && typeof data15 !== "boolean" && data15 !== null) {
									const err37 = {
										instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/answered/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),
										schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/answered/additionalProperties/type",
										keyword: "type",
										params: { type: schema11.properties.resources.patternProperties["^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$"].properties.answered.additionalProperties.type }
									};
									if (vErrors === null) vErrors = [err37];
									else vErrors.push(err37);
									errors++;
								}
							}
							else {
								const err38 = {
									instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/answered",
									schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/answered/type",
									keyword: "type",
									params: { type: "object" }
								};
								if (vErrors === null) vErrors = [err38];
								else vErrors.push(err38);
								errors++;
							}
						}
						if (data7.assumed !== void 0) {
							let data16 = data7.assumed;
							if (Array.isArray(data16)) {
								const len0 = data16.length;
								for (let i0 = 0; i0 < len0; i0++) {
									let data17 = data16[i0];
									if (typeof data17 === "string") {
										if (func2(data17) < 1) {
											const err39 = {
												instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/assumed/" + i0,
												schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/assumed/items/minLength",
												keyword: "minLength",
												params: { limit: 1 }
											};
											if (vErrors === null) vErrors = [err39];
											else vErrors.push(err39);
											errors++;
										}
									} else {
										const err40 = {
											instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/assumed/" + i0,
											schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/assumed/items/type",
											keyword: "type",
											params: { type: "string" }
										};
										if (vErrors === null) vErrors = [err40];
										else vErrors.push(err40);
										errors++;
									}
								}
							} else {
								const err41 = {
									instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/assumed",
									schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/assumed/type",
									keyword: "type",
									params: { type: "array" }
								};
								if (vErrors === null) vErrors = [err41];
								else vErrors.push(err41);
								errors++;
							}
						}
						if (data7.secretFingerprint !== void 0) {
							let data18 = data7.secretFingerprint;
							if (typeof data18 === "string") {
								if (!pattern5.test(data18)) {
									const err42 = {
										instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/secretFingerprint",
										schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/secretFingerprint/pattern",
										keyword: "pattern",
										params: { pattern: "^(lost|sha256:[0-9a-f]{12})$" }
									};
									if (vErrors === null) vErrors = [err42];
									else vErrors.push(err42);
									errors++;
								}
							} else {
								const err43 = {
									instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/secretFingerprint",
									schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/secretFingerprint/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err43];
								else vErrors.push(err43);
								errors++;
							}
						}
						if (data7.replacing !== void 0) {
							let data19 = data7.replacing;
							if (typeof data19 === "string") {
								if (!pattern6.test(data19)) {
									const err44 = {
										instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/replacing",
										schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/replacing/pattern",
										keyword: "pattern",
										params: { pattern: "^(same|changed:[0-9a-f]{16})$" }
									};
									if (vErrors === null) vErrors = [err44];
									else vErrors.push(err44);
									errors++;
								}
							} else {
								const err45 = {
									instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/replacing",
									schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/replacing/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err45];
								else vErrors.push(err45);
								errors++;
							}
						}
						if (data7.protected !== void 0) {
							if (true !== data7.protected) {
								const err46 = {
									instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/protected",
									schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/properties/protected/const",
									keyword: "const",
									params: { allowedValue: true }
								};
								if (vErrors === null) vErrors = [err46];
								else vErrors.push(err46);
								errors++;
							}
						}
					} else {
						const err47 = {
							instancePath: instancePath + "/resources/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/resources/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/type",
							keyword: "type",
							params: { type: "object" }
						};
						if (vErrors === null) vErrors = [err47];
						else vErrors.push(err47);
						errors++;
					}
				}
			} else {
				const err48 = {
					instancePath: instancePath + "/resources",
					schemaPath: "#/properties/resources/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err48];
				else vErrors.push(err48);
				errors++;
			}
		}
		if (data.unsettled !== void 0) {
			let data21 = data.unsettled;
			if (data21 && typeof data21 == "object" && !Array.isArray(data21)) {
				for (const key7 in data21) if (!pattern2.test(key7)) {
					const err49 = {
						instancePath: instancePath + "/unsettled",
						schemaPath: "#/properties/unsettled/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key7 }
					};
					if (vErrors === null) vErrors = [err49];
					else vErrors.push(err49);
					errors++;
				}
				for (const key8 in data21) if (pattern2.test(key8)) {
					let data22 = data21[key8];
					if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
						if (Object.keys(data22).length < 1) {
							const err50 = {
								instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/minProperties",
								keyword: "minProperties",
								params: { limit: 1 }
							};
							if (vErrors === null) vErrors = [err50];
							else vErrors.push(err50);
							errors++;
						}
						for (const key9 in data22) {
							const _errs52 = errors;
							if (typeof key9 === "string") {
								if (!pattern4.test(key9)) {
									const err51 = {
										instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),
										schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/propertyNames/pattern",
										keyword: "pattern",
										params: { pattern: "^[0-9A-Za-z][0-9A-Za-z-]{0,63}$" },
										propertyName: key9
									};
									if (vErrors === null) vErrors = [err51];
									else vErrors.push(err51);
									errors++;
								}
							} else {
								const err52 = {
									instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),
									schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/propertyNames/type",
									keyword: "type",
									params: { type: "string" },
									propertyName: key9
								};
								if (vErrors === null) vErrors = [err52];
								else vErrors.push(err52);
								errors++;
							}
							if (!(_errs52 === errors)) {
								const err53 = {
									instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),
									schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/propertyNames",
									keyword: "propertyNames",
									params: { propertyName: key9 }
								};
								if (vErrors === null) vErrors = [err53];
								else vErrors.push(err53);
								errors++;
							}
						}
						for (const key10 in data22) {
							let data23 = data22[key10];
							if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
								if (data23.generation === void 0) {
									const err54 = {
										instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),
										schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/required",
										keyword: "required",
										params: { missingProperty: "generation" }
									};
									if (vErrors === null) vErrors = [err54];
									else vErrors.push(err54);
									errors++;
								}
								if (data23.fields === void 0) {
									const err55 = {
										instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),
										schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/required",
										keyword: "required",
										params: { missingProperty: "fields" }
									};
									if (vErrors === null) vErrors = [err55];
									else vErrors.push(err55);
									errors++;
								}
								for (const key11 in data23) if (!(key11 === "generation" || key11 === "fields" || key11 === "sentAt" || key11 === "reason" || key11 === "hint" || key11 === "quarantined")) {
									const err56 = {
										instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),
										schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/additionalProperties",
										keyword: "additionalProperties",
										params: { additionalProperty: key11 }
									};
									if (vErrors === null) vErrors = [err56];
									else vErrors.push(err56);
									errors++;
								}
								if (data23.generation !== void 0) {
									let data24 = data23.generation;
									if (!(typeof data24 == "number" && !(data24 % 1) && !isNaN(data24) && isFinite(data24))) {
										const err57 = {
											instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
											schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/generation/type",
											keyword: "type",
											params: { type: "integer" }
										};
										if (vErrors === null) vErrors = [err57];
										else vErrors.push(err57);
										errors++;
									}
									if (typeof data24 == "number" && isFinite(data24)) {
										if (data24 > 1e9 || isNaN(data24)) {
											const err58 = {
												instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
												schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/generation/maximum",
												keyword: "maximum",
												params: {
													comparison: "<=",
													limit: 1e9
												}
											};
											if (vErrors === null) vErrors = [err58];
											else vErrors.push(err58);
											errors++;
										}
										if (data24 < 1 || isNaN(data24)) {
											const err59 = {
												instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
												schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/generation/minimum",
												keyword: "minimum",
												params: {
													comparison: ">=",
													limit: 1
												}
											};
											if (vErrors === null) vErrors = [err59];
											else vErrors.push(err59);
											errors++;
										}
									}
								}
								if (data23.fields !== void 0) {
									let data25 = data23.fields;
									if (data25 && typeof data25 == "object" && !Array.isArray(data25)) for (const key12 in data25) {
										let data26 = data25[key12];
										if (typeof data26 !== "string" && typeof data26 !== "boolean" && data26 !== null) {
											const err60 = {
												instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/fields/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),
												schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/fields/additionalProperties/type",
												keyword: "type",
												params: { type: schema11.properties.unsettled.patternProperties["^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$"].additionalProperties.properties.fields.additionalProperties.type }
											};
											if (vErrors === null) vErrors = [err60];
											else vErrors.push(err60);
											errors++;
										}
									}
									else {
										const err61 = {
											instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/fields",
											schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/fields/type",
											keyword: "type",
											params: { type: "object" }
										};
										if (vErrors === null) vErrors = [err61];
										else vErrors.push(err61);
										errors++;
									}
								}
								if (data23.sentAt !== void 0) {
									let data27 = data23.sentAt;
									if (typeof data27 === "string") {
										if (func2(data27) < 1) {
											const err62 = {
												instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/sentAt",
												schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/sentAt/minLength",
												keyword: "minLength",
												params: { limit: 1 }
											};
											if (vErrors === null) vErrors = [err62];
											else vErrors.push(err62);
											errors++;
										}
									} else {
										const err63 = {
											instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/sentAt",
											schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/sentAt/type",
											keyword: "type",
											params: { type: "string" }
										};
										if (vErrors === null) vErrors = [err63];
										else vErrors.push(err63);
										errors++;
									}
								}
								if (data23.reason !== void 0) {
									let data28 = data23.reason;
									if (typeof data28 === "string") {
										if (func2(data28) < 1) {
											const err64 = {
												instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/reason",
												schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/reason/minLength",
												keyword: "minLength",
												params: { limit: 1 }
											};
											if (vErrors === null) vErrors = [err64];
											else vErrors.push(err64);
											errors++;
										}
									} else {
										const err65 = {
											instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/reason",
											schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/reason/type",
											keyword: "type",
											params: { type: "string" }
										};
										if (vErrors === null) vErrors = [err65];
										else vErrors.push(err65);
										errors++;
									}
								}
								if (data23.hint !== void 0) {
									let data29 = data23.hint;
									if (typeof data29 === "string") {
										if (func2(data29) < 1) {
											const err66 = {
												instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/hint",
												schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/hint/minLength",
												keyword: "minLength",
												params: { limit: 1 }
											};
											if (vErrors === null) vErrors = [err66];
											else vErrors.push(err66);
											errors++;
										}
									} else {
										const err67 = {
											instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/hint",
											schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/hint/type",
											keyword: "type",
											params: { type: "string" }
										};
										if (vErrors === null) vErrors = [err67];
										else vErrors.push(err67);
										errors++;
									}
								}
								if (data23.quarantined !== void 0) {
									let data30 = data23.quarantined;
									if (typeof data30 === "string") {
										if (func2(data30) < 1) {
											const err68 = {
												instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/quarantined",
												schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/quarantined/minLength",
												keyword: "minLength",
												params: { limit: 1 }
											};
											if (vErrors === null) vErrors = [err68];
											else vErrors.push(err68);
											errors++;
										}
									} else {
										const err69 = {
											instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/quarantined",
											schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/properties/quarantined/type",
											keyword: "type",
											params: { type: "string" }
										};
										if (vErrors === null) vErrors = [err69];
										else vErrors.push(err69);
										errors++;
									}
								}
							} else {
								const err70 = {
									instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),
									schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/additionalProperties/type",
									keyword: "type",
									params: { type: "object" }
								};
								if (vErrors === null) vErrors = [err70];
								else vErrors.push(err70);
								errors++;
							}
						}
					} else {
						const err71 = {
							instancePath: instancePath + "/unsettled/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/unsettled/patternProperties/%5E(userPools%7CsdkClients)%5C.%5BA-Za-z%5D%5BA-Za-z0-9_-%5D%7B0%2C63%7D%24/type",
							keyword: "type",
							params: { type: "object" }
						};
						if (vErrors === null) vErrors = [err71];
						else vErrors.push(err71);
						errors++;
					}
				}
			} else {
				const err72 = {
					instancePath: instancePath + "/unsettled",
					schemaPath: "#/properties/unsettled/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err72];
				else vErrors.push(err72);
				errors++;
			}
		}
		if (data.settled !== void 0) {
			let data31 = data.settled;
			if (data31 && typeof data31 == "object" && !Array.isArray(data31)) {
				for (const key13 in data31) {
					const _errs75 = errors;
					if (typeof key13 === "string") {
						if (!pattern4.test(key13)) {
							const err73 = {
								instancePath: instancePath + "/settled",
								schemaPath: "#/properties/settled/propertyNames/pattern",
								keyword: "pattern",
								params: { pattern: "^[0-9A-Za-z][0-9A-Za-z-]{0,63}$" },
								propertyName: key13
							};
							if (vErrors === null) vErrors = [err73];
							else vErrors.push(err73);
							errors++;
						}
					} else {
						const err74 = {
							instancePath: instancePath + "/settled",
							schemaPath: "#/properties/settled/propertyNames/type",
							keyword: "type",
							params: { type: "string" },
							propertyName: key13
						};
						if (vErrors === null) vErrors = [err74];
						else vErrors.push(err74);
						errors++;
					}
					if (!(_errs75 === errors)) {
						const err75 = {
							instancePath: instancePath + "/settled",
							schemaPath: "#/properties/settled/propertyNames",
							keyword: "propertyNames",
							params: { propertyName: key13 }
						};
						if (vErrors === null) vErrors = [err75];
						else vErrors.push(err75);
						errors++;
					}
				}
				for (const key14 in data31) {
					let data32 = data31[key14];
					if (data32 && typeof data32 == "object" && !Array.isArray(data32)) {
						if (data32.address === void 0) {
							const err76 = {
								instancePath: instancePath + "/settled/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/settled/additionalProperties/required",
								keyword: "required",
								params: { missingProperty: "address" }
							};
							if (vErrors === null) vErrors = [err76];
							else vErrors.push(err76);
							errors++;
						}
						if (data32.generation === void 0) {
							const err77 = {
								instancePath: instancePath + "/settled/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/settled/additionalProperties/required",
								keyword: "required",
								params: { missingProperty: "generation" }
							};
							if (vErrors === null) vErrors = [err77];
							else vErrors.push(err77);
							errors++;
						}
						for (const key15 in data32) if (!(key15 === "address" || key15 === "generation")) {
							const err78 = {
								instancePath: instancePath + "/settled/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/settled/additionalProperties/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key15 }
							};
							if (vErrors === null) vErrors = [err78];
							else vErrors.push(err78);
							errors++;
						}
						if (data32.address !== void 0) {
							let data33 = data32.address;
							if (typeof data33 === "string") {
								if (!pattern2.test(data33)) {
									const err79 = {
										instancePath: instancePath + "/settled/" + key14.replace(/~/g, "~0").replace(/\//g, "~1") + "/address",
										schemaPath: "#/properties/settled/additionalProperties/properties/address/pattern",
										keyword: "pattern",
										params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
									};
									if (vErrors === null) vErrors = [err79];
									else vErrors.push(err79);
									errors++;
								}
							} else {
								const err80 = {
									instancePath: instancePath + "/settled/" + key14.replace(/~/g, "~0").replace(/\//g, "~1") + "/address",
									schemaPath: "#/properties/settled/additionalProperties/properties/address/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err80];
								else vErrors.push(err80);
								errors++;
							}
						}
						if (data32.generation !== void 0) {
							let data34 = data32.generation;
							if (!(typeof data34 == "number" && !(data34 % 1) && !isNaN(data34) && isFinite(data34))) {
								const err81 = {
									instancePath: instancePath + "/settled/" + key14.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
									schemaPath: "#/properties/settled/additionalProperties/properties/generation/type",
									keyword: "type",
									params: { type: "integer" }
								};
								if (vErrors === null) vErrors = [err81];
								else vErrors.push(err81);
								errors++;
							}
							if (typeof data34 == "number" && isFinite(data34)) {
								if (data34 > 1e9 || isNaN(data34)) {
									const err82 = {
										instancePath: instancePath + "/settled/" + key14.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
										schemaPath: "#/properties/settled/additionalProperties/properties/generation/maximum",
										keyword: "maximum",
										params: {
											comparison: "<=",
											limit: 1e9
										}
									};
									if (vErrors === null) vErrors = [err82];
									else vErrors.push(err82);
									errors++;
								}
								if (data34 < 1 || isNaN(data34)) {
									const err83 = {
										instancePath: instancePath + "/settled/" + key14.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
										schemaPath: "#/properties/settled/additionalProperties/properties/generation/minimum",
										keyword: "minimum",
										params: {
											comparison: ">=",
											limit: 1
										}
									};
									if (vErrors === null) vErrors = [err83];
									else vErrors.push(err83);
									errors++;
								}
							}
						}
					} else {
						const err84 = {
							instancePath: instancePath + "/settled/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/settled/additionalProperties/type",
							keyword: "type",
							params: { type: "object" }
						};
						if (vErrors === null) vErrors = [err84];
						else vErrors.push(err84);
						errors++;
					}
				}
			} else {
				const err85 = {
					instancePath: instancePath + "/settled",
					schemaPath: "#/properties/settled/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err85];
				else vErrors.push(err85);
				errors++;
			}
		}
		if (data.retired !== void 0) {
			let data35 = data.retired;
			if (data35 && typeof data35 == "object" && !Array.isArray(data35)) for (const key16 in data35) {
				let data36 = data35[key16];
				if (data36 && typeof data36 == "object" && !Array.isArray(data36)) {
					if (data36.address === void 0) {
						const err86 = {
							instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/retired/additionalProperties/required",
							keyword: "required",
							params: { missingProperty: "address" }
						};
						if (vErrors === null) vErrors = [err86];
						else vErrors.push(err86);
						errors++;
					}
					if (data36.generation === void 0) {
						const err87 = {
							instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/retired/additionalProperties/required",
							keyword: "required",
							params: { missingProperty: "generation" }
						};
						if (vErrors === null) vErrors = [err87];
						else vErrors.push(err87);
						errors++;
					}
					if (data36.reason === void 0) {
						const err88 = {
							instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/retired/additionalProperties/required",
							keyword: "required",
							params: { missingProperty: "reason" }
						};
						if (vErrors === null) vErrors = [err88];
						else vErrors.push(err88);
						errors++;
					}
					if (data36.applied === void 0) {
						const err89 = {
							instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/retired/additionalProperties/required",
							keyword: "required",
							params: { missingProperty: "applied" }
						};
						if (vErrors === null) vErrors = [err89];
						else vErrors.push(err89);
						errors++;
					}
					for (const key17 in data36) if (!func4.call(schema11.properties.retired.additionalProperties.properties, key17)) {
						const err90 = {
							instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/retired/additionalProperties/additionalProperties",
							keyword: "additionalProperties",
							params: { additionalProperty: key17 }
						};
						if (vErrors === null) vErrors = [err90];
						else vErrors.push(err90);
						errors++;
					}
					if (data36.address !== void 0) {
						let data37 = data36.address;
						if (typeof data37 === "string") {
							if (!pattern2.test(data37)) {
								const err91 = {
									instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/address",
									schemaPath: "#/properties/retired/additionalProperties/properties/address/pattern",
									keyword: "pattern",
									params: { pattern: "^(userPools|sdkClients)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
								};
								if (vErrors === null) vErrors = [err91];
								else vErrors.push(err91);
								errors++;
							}
						} else {
							const err92 = {
								instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/address",
								schemaPath: "#/properties/retired/additionalProperties/properties/address/type",
								keyword: "type",
								params: { type: "string" }
							};
							if (vErrors === null) vErrors = [err92];
							else vErrors.push(err92);
							errors++;
						}
					}
					if (data36.generation !== void 0) {
						let data38 = data36.generation;
						if (!(typeof data38 == "number" && !(data38 % 1) && !isNaN(data38) && isFinite(data38))) {
							const err93 = {
								instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
								schemaPath: "#/properties/retired/additionalProperties/properties/generation/type",
								keyword: "type",
								params: { type: "integer" }
							};
							if (vErrors === null) vErrors = [err93];
							else vErrors.push(err93);
							errors++;
						}
						if (typeof data38 == "number" && isFinite(data38)) {
							if (data38 > 1e9 || isNaN(data38)) {
								const err94 = {
									instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
									schemaPath: "#/properties/retired/additionalProperties/properties/generation/maximum",
									keyword: "maximum",
									params: {
										comparison: "<=",
										limit: 1e9
									}
								};
								if (vErrors === null) vErrors = [err94];
								else vErrors.push(err94);
								errors++;
							}
							if (data38 < 1 || isNaN(data38)) {
								const err95 = {
									instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/generation",
									schemaPath: "#/properties/retired/additionalProperties/properties/generation/minimum",
									keyword: "minimum",
									params: {
										comparison: ">=",
										limit: 1
									}
								};
								if (vErrors === null) vErrors = [err95];
								else vErrors.push(err95);
								errors++;
							}
						}
					}
					if (data36.reason !== void 0) {
						let data39 = data36.reason;
						if (!(data39 === "removed" || data39 === "replaced" || data39 === "duplicate" || data39 === "quarantined")) {
							const err96 = {
								instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/reason",
								schemaPath: "#/properties/retired/additionalProperties/properties/reason/enum",
								keyword: "enum",
								params: { allowedValues: schema11.properties.retired.additionalProperties.properties.reason.enum }
							};
							if (vErrors === null) vErrors = [err96];
							else vErrors.push(err96);
							errors++;
						}
					}
					if (data36.revision !== void 0) {
						let data40 = data36.revision;
						if (!(typeof data40 == "number" && !(data40 % 1) && !isNaN(data40) && isFinite(data40))) {
							const err97 = {
								instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/revision",
								schemaPath: "#/properties/retired/additionalProperties/properties/revision/type",
								keyword: "type",
								params: { type: "integer" }
							};
							if (vErrors === null) vErrors = [err97];
							else vErrors.push(err97);
							errors++;
						}
						if (typeof data40 == "number" && isFinite(data40)) {
							if (data40 > 1e9 || isNaN(data40)) {
								const err98 = {
									instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/revision",
									schemaPath: "#/properties/retired/additionalProperties/properties/revision/maximum",
									keyword: "maximum",
									params: {
										comparison: "<=",
										limit: 1e9
									}
								};
								if (vErrors === null) vErrors = [err98];
								else vErrors.push(err98);
								errors++;
							}
							if (data40 < 1 || isNaN(data40)) {
								const err99 = {
									instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/revision",
									schemaPath: "#/properties/retired/additionalProperties/properties/revision/minimum",
									keyword: "minimum",
									params: {
										comparison: ">=",
										limit: 1
									}
								};
								if (vErrors === null) vErrors = [err99];
								else vErrors.push(err99);
								errors++;
							}
						}
					}
					if (data36.attempt !== void 0) {
						let data41 = data36.attempt;
						if (typeof data41 === "string") {
							if (!pattern4.test(data41)) {
								const err100 = {
									instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/attempt",
									schemaPath: "#/properties/retired/additionalProperties/properties/attempt/pattern",
									keyword: "pattern",
									params: { pattern: "^[0-9A-Za-z][0-9A-Za-z-]{0,63}$" }
								};
								if (vErrors === null) vErrors = [err100];
								else vErrors.push(err100);
								errors++;
							}
						} else {
							const err101 = {
								instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/attempt",
								schemaPath: "#/properties/retired/additionalProperties/properties/attempt/type",
								keyword: "type",
								params: { type: "string" }
							};
							if (vErrors === null) vErrors = [err101];
							else vErrors.push(err101);
							errors++;
						}
					}
					if (data36.applied !== void 0) {
						let data42 = data36.applied;
						if (data42 && typeof data42 == "object" && !Array.isArray(data42)) for (const key18 in data42) {
							let data43 = data42[key18];
							if (typeof data43 !== "string" && typeof data43 !== "boolean" && data43 !== null) {
								const err102 = {
									instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/applied/" + key18.replace(/~/g, "~0").replace(/\//g, "~1"),
									schemaPath: "#/properties/retired/additionalProperties/properties/applied/additionalProperties/type",
									keyword: "type",
									params: { type: schema11.properties.retired.additionalProperties.properties.applied.additionalProperties.type }
								};
								if (vErrors === null) vErrors = [err102];
								else vErrors.push(err102);
								errors++;
							}
						}
						else {
							const err103 = {
								instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/applied",
								schemaPath: "#/properties/retired/additionalProperties/properties/applied/type",
								keyword: "type",
								params: { type: "object" }
							};
							if (vErrors === null) vErrors = [err103];
							else vErrors.push(err103);
							errors++;
						}
					}
					if (data36.answered !== void 0) {
						let data44 = data36.answered;
						if (data44 && typeof data44 == "object" && !Array.isArray(data44)) for (const key19 in data44) {
							let data45 = data44[key19];
							if (typeof data45 !== "string" && typeof data45 !== "boolean" && data45 !== null) {
								const err104 = {
									instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/answered/" + key19.replace(/~/g, "~0").replace(/\//g, "~1"),
									schemaPath: "#/properties/retired/additionalProperties/properties/answered/additionalProperties/type",
									keyword: "type",
									params: { type: schema11.properties.retired.additionalProperties.properties.answered.additionalProperties.type }
								};
								if (vErrors === null) vErrors = [err104];
								else vErrors.push(err104);
								errors++;
							}
						}
						else {
							const err105 = {
								instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/answered",
								schemaPath: "#/properties/retired/additionalProperties/properties/answered/type",
								keyword: "type",
								params: { type: "object" }
							};
							if (vErrors === null) vErrors = [err105];
							else vErrors.push(err105);
							errors++;
						}
					}
					if (data36.assumed !== void 0) {
						let data46 = data36.assumed;
						if (Array.isArray(data46)) {
							const len1 = data46.length;
							for (let i1 = 0; i1 < len1; i1++) {
								let data47 = data46[i1];
								if (typeof data47 === "string") {
									if (func2(data47) < 1) {
										const err106 = {
											instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/assumed/" + i1,
											schemaPath: "#/properties/retired/additionalProperties/properties/assumed/items/minLength",
											keyword: "minLength",
											params: { limit: 1 }
										};
										if (vErrors === null) vErrors = [err106];
										else vErrors.push(err106);
										errors++;
									}
								} else {
									const err107 = {
										instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/assumed/" + i1,
										schemaPath: "#/properties/retired/additionalProperties/properties/assumed/items/type",
										keyword: "type",
										params: { type: "string" }
									};
									if (vErrors === null) vErrors = [err107];
									else vErrors.push(err107);
									errors++;
								}
							}
						} else {
							const err108 = {
								instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/assumed",
								schemaPath: "#/properties/retired/additionalProperties/properties/assumed/type",
								keyword: "type",
								params: { type: "array" }
							};
							if (vErrors === null) vErrors = [err108];
							else vErrors.push(err108);
							errors++;
						}
					}
					if (data36.secretFingerprint !== void 0) {
						let data48 = data36.secretFingerprint;
						if (typeof data48 === "string") {
							if (!pattern5.test(data48)) {
								const err109 = {
									instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/secretFingerprint",
									schemaPath: "#/properties/retired/additionalProperties/properties/secretFingerprint/pattern",
									keyword: "pattern",
									params: { pattern: "^(lost|sha256:[0-9a-f]{12})$" }
								};
								if (vErrors === null) vErrors = [err109];
								else vErrors.push(err109);
								errors++;
							}
						} else {
							const err110 = {
								instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1") + "/secretFingerprint",
								schemaPath: "#/properties/retired/additionalProperties/properties/secretFingerprint/type",
								keyword: "type",
								params: { type: "string" }
							};
							if (vErrors === null) vErrors = [err110];
							else vErrors.push(err110);
							errors++;
						}
					}
				} else {
					const err111 = {
						instancePath: instancePath + "/retired/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),
						schemaPath: "#/properties/retired/additionalProperties/type",
						keyword: "type",
						params: { type: "object" }
					};
					if (vErrors === null) vErrors = [err111];
					else vErrors.push(err111);
					errors++;
				}
			}
			else {
				const err112 = {
					instancePath: instancePath + "/retired",
					schemaPath: "#/properties/retired/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err112];
				else vErrors.push(err112);
				errors++;
			}
		}
	} else {
		const err113 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err113];
		else vErrors.push(err113);
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
