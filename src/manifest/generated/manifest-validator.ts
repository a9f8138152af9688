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
	"$id": "https://anon-sync.dev/schemas/manifest.v1.schema.json",
	"type": "object",
	"required": ["version"],
	"additionalProperties": false,
	"properties": {
		"version": {
			"type": "integer",
			"const": 1
		},
		"state": { "oneOf": [{
			"type": "string",
			"enum": ["local", "git"]
		}, {
			"type": "object",
			"required": ["git"],
			"additionalProperties": false,
			"properties": { "git": {
				"type": "object",
				"additionalProperties": false,
				"properties": {
					"remote": {
						"type": "string",
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
					},
					"refs": {
						"type": "string",
						"pattern": "^refs/(heads/anon-sync|anon-sync(-[A-Za-z0-9][A-Za-z0-9_-]*)?(/[A-Za-z0-9][A-Za-z0-9_-]*){0,4})$",
						"maxLength": 200
					}
				}
			} }
		}] },
		"environments": {
			"type": "object",
			"minProperties": 1,
			"propertyNames": {
				"type": "string",
				"pattern": "^[A-Za-z][A-Za-z0-9_-]{0,63}$"
			},
			"additionalProperties": {
				"type": "object",
				"required": ["target"],
				"additionalProperties": false,
				"properties": {
					"target": {
						"type": "string",
						"enum": [
							"sandbox",
							"production",
							"emulator"
						]
					},
					"vars": {
						"type": "object",
						"propertyNames": {
							"type": "string",
							"pattern": "^[A-Za-z_][A-Za-z0-9_-]{0,63}$"
						},
						"additionalProperties": {
							"type": "string",
							"maxLength": 4096
						}
					},
					"organizationId": {
						"type": "string",
						"minLength": 1,
						"maxLength": 256,
						"pattern": "^\\S+$"
					}
				}
			}
		},
		"userPools": {
			"type": "object",
			"propertyNames": {
				"type": "string",
				"pattern": "^[A-Za-z][A-Za-z0-9_-]{0,63}$"
			},
			"additionalProperties": {
				"type": "object",
				"required": ["name", "description"],
				"additionalProperties": false,
				"properties": {
					"name": {
						"type": "string",
						"minLength": 1,
						"maxLength": 256,
						"pattern": "\\$\\{|(?:\\S)"
					},
					"description": {
						"type": "string",
						"minLength": 1,
						"maxLength": 4096,
						"pattern": "\\$\\{|(?:\\S)"
					},
					"authorization": {
						"type": "object",
						"required": ["jwksUri"],
						"additionalProperties": false,
						"properties": {
							"jwksUri": {
								"type": "string",
								"pattern": "\\$\\{|(?:^[Hh][Tt][Tt][Pp][Ss]://[^\\s/?#@]+([/?#]\\S*)?$)",
								"maxLength": 2048
							},
							"idClaim": {
								"type": "string",
								"minLength": 1,
								"maxLength": 256
							}
						}
					},
					"environments": {
						"type": "array",
						"minItems": 1,
						"uniqueItems": true,
						"items": { "type": "string" }
					},
					"protect": { "type": "boolean" },
					"ignoreDrift": {
						"type": "array",
						"uniqueItems": true,
						"items": {
							"type": "string",
							"enum": [
								"name",
								"description",
								"authorization.jwksUri",
								"authorization.idClaim"
							]
						}
					}
				}
			}
		},
		"sdkClients": {
			"type": "object",
			"propertyNames": {
				"type": "string",
				"pattern": "^[A-Za-z][A-Za-z0-9_-]{0,63}$"
			},
			"additionalProperties": {
				"type": "object",
				"required": [
					"name",
					"description",
					"kind"
				],
				"additionalProperties": false,
				"properties": {
					"name": {
						"type": "string",
						"minLength": 1,
						"maxLength": 256,
						"pattern": "\\$\\{|(?:\\S)"
					},
					"description": {
						"type": "string",
						"minLength": 1,
						"maxLength": 4096,
						"pattern": "\\$\\{|(?:\\S)"
					},
					"kind": { "oneOf": [{
						"type": "string",
						"enum": ["service"]
					}, {
						"type": "object",
						"required": ["application"],
						"additionalProperties": false,
						"properties": { "application": {
							"type": "object",
							"additionalProperties": false,
							"minProperties": 1,
							"maxProperties": 1,
							"properties": {
								"userPool": {
									"type": "string",
									"minLength": 1
								},
								"userPoolId": {
									"type": "string",
									"pattern": "\\$\\{|(?:^[A-Za-z0-9_]([A-Za-z0-9._~-]{0,198}[A-Za-z0-9_~-])?$)"
								}
							}
						} }
					}] },
					"oauthDisabled": { "type": "boolean" },
					"secretSink": {
						"type": "string",
						"pattern": "\\$\\{|(?:^file:.*\\S)",
						"maxLength": 4096
					},
					"environments": {
						"type": "array",
						"minItems": 1,
						"uniqueItems": true,
						"items": { "type": "string" }
					},
					"protect": { "type": "boolean" },
					"ignoreDrift": {
						"type": "array",
						"uniqueItems": true,
						"items": {
							"type": "string",
							"enum": [
								"name",
								"description",
								"kind",
								"kind.application.userPoolId",
								"oauthDisabled"
							]
						}
					}
				}
			}
		},
		"moved": {
			"type": "array",
			"items": {
				"type": "object",
				"required": ["from", "to"],
				"additionalProperties": false,
				"properties": {
					"from": {
						"type": "string",
						"pattern": "^[A-Za-z]+\\.[A-Za-z][A-Za-z0-9_-]{0,63}$"
					},
					"to": {
						"type": "string",
						"pattern": "^[A-Za-z]+\\.[A-Za-z][A-Za-z0-9_-]{0,63}$"
					}
				}
			}
		},
		"imports": {
			"type": "array",
			"items": {
				"type": "object",
				"required": ["to", "id"],
				"additionalProperties": false,
				"properties": {
					"to": {
						"type": "string",
						"pattern": "^[A-Za-z]+\\.[A-Za-z][A-Za-z0-9_-]{0,63}$"
					},
					"id": {
						"type": "string",
						"pattern": "\\$\\{|^[A-Za-z0-9_]([A-Za-z0-9._~-]{0,198}[A-Za-z0-9_~-])?$"
					},
					"environment": {
						"type": "string",
						"pattern": "^[A-Za-z][A-Za-z0-9_-]{0,63}$"
					}
				}
			}
		},
		"outputs": {
			"type": "object",
			"propertyNames": {
				"type": "string",
				"pattern": "^[A-Za-z_][A-Za-z0-9_]{0,127}$"
			},
			"additionalProperties": {
				"type": "string",
				"pattern": "^[A-Za-z]+\\.[A-Za-z][A-Za-z0-9_-]{0,63}$"
			}
		}
	}
};
const pattern0 = /* @__PURE__ */ new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", "u");
const pattern1 = /* @__PURE__ */ new RegExp("^refs/(heads/anon-sync|anon-sync(-[A-Za-z0-9][A-Za-z0-9_-]*)?(/[A-Za-z0-9][A-Za-z0-9_-]*){0,4})$", "u");
const pattern2 = /* @__PURE__ */ new RegExp("^[A-Za-z][A-Za-z0-9_-]{0,63}$", "u");
const pattern3 = /* @__PURE__ */ new RegExp("^[A-Za-z_][A-Za-z0-9_-]{0,63}$", "u");
const pattern4 = /* @__PURE__ */ new RegExp("^\\S+$", "u");
const pattern6 = /* @__PURE__ */ new RegExp("\\$\\{|(?:\\S)", "u");
const pattern8 = /* @__PURE__ */ new RegExp("\\$\\{|(?:^[Hh][Tt][Tt][Pp][Ss]://[^\\s/?#@]+([/?#]\\S*)?$)", "u");
const pattern12 = /* @__PURE__ */ new RegExp("\\$\\{|(?:^[A-Za-z0-9_]([A-Za-z0-9._~-]{0,198}[A-Za-z0-9_~-])?$)", "u");
const pattern13 = /* @__PURE__ */ new RegExp("\\$\\{|(?:^file:.*\\S)", "u");
const pattern14 = /* @__PURE__ */ new RegExp("^[A-Za-z]+\\.[A-Za-z][A-Za-z0-9_-]{0,63}$", "u");
const pattern17 = /* @__PURE__ */ new RegExp("\\$\\{|^[A-Za-z0-9_]([A-Za-z0-9._~-]{0,198}[A-Za-z0-9_~-])?$", "u");
const pattern19 = /* @__PURE__ */ new RegExp("^[A-Za-z_][A-Za-z0-9_]{0,127}$", "u");
const func2 = require_ucs2length().default;
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.version === void 0) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "version" }
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		for (const key0 in data) if (!(key0 === "version" || key0 === "state" || key0 === "environments" || key0 === "userPools" || key0 === "sdkClients" || key0 === "moved" || key0 === "imports" || key0 === "outputs")) {
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
		if (data.version !== void 0) {
			let data0 = data.version;
			if (!(typeof data0 == "number" && !(data0 % 1) && !isNaN(data0) && isFinite(data0))) {
				const err2 = {
					instancePath: instancePath + "/version",
					schemaPath: "#/properties/version/type",
					keyword: "type",
					params: { type: "integer" }
				};
				if (vErrors === null) vErrors = [err2];
				else vErrors.push(err2);
				errors++;
			}
			if (1 !== data0) {
				const err3 = {
					instancePath: instancePath + "/version",
					schemaPath: "#/properties/version/const",
					keyword: "const",
					params: { allowedValue: 1 }
				};
				if (vErrors === null) vErrors = [err3];
				else vErrors.push(err3);
				errors++;
			}
		}
		if (data.state !== void 0) {
			let data1 = data.state;
			const _errs5 = errors;
			let valid1 = false;
			let passing0 = null;
			const _errs6 = errors;
			if (typeof data1 !== "string") {
				const err4 = {
					instancePath: instancePath + "/state",
					schemaPath: "#/properties/state/oneOf/0/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err4];
				else vErrors.push(err4);
				errors++;
			}
			if (!(data1 === "local" || data1 === "git")) {
				const err5 = {
					instancePath: instancePath + "/state",
					schemaPath: "#/properties/state/oneOf/0/enum",
					keyword: "enum",
					params: { allowedValues: schema11.properties.state.oneOf[0].enum }
				};
				if (vErrors === null) vErrors = [err5];
				else vErrors.push(err5);
				errors++;
			}
			var _valid0 = _errs6 === errors;
			if (_valid0) {
				valid1 = true;
				passing0 = 0;
			}
			const _errs8 = errors;
			if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
				if (data1.git === void 0) {
					const err6 = {
						instancePath: instancePath + "/state",
						schemaPath: "#/properties/state/oneOf/1/required",
						keyword: "required",
						params: { missingProperty: "git" }
					};
					if (vErrors === null) vErrors = [err6];
					else vErrors.push(err6);
					errors++;
				}
				for (const key1 in data1) if (!(key1 === "git")) {
					const err7 = {
						instancePath: instancePath + "/state",
						schemaPath: "#/properties/state/oneOf/1/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key1 }
					};
					if (vErrors === null) vErrors = [err7];
					else vErrors.push(err7);
					errors++;
				}
				if (data1.git !== void 0) {
					let data2 = data1.git;
					if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
						for (const key2 in data2) if (!(key2 === "remote" || key2 === "refs")) {
							const err8 = {
								instancePath: instancePath + "/state/git",
								schemaPath: "#/properties/state/oneOf/1/properties/git/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key2 }
							};
							if (vErrors === null) vErrors = [err8];
							else vErrors.push(err8);
							errors++;
						}
						if (data2.remote !== void 0) {
							let data3 = data2.remote;
							if (typeof data3 === "string") {
								if (!pattern0.test(data3)) {
									const err9 = {
										instancePath: instancePath + "/state/git/remote",
										schemaPath: "#/properties/state/oneOf/1/properties/git/properties/remote/pattern",
										keyword: "pattern",
										params: { pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$" }
									};
									if (vErrors === null) vErrors = [err9];
									else vErrors.push(err9);
									errors++;
								}
							} else {
								const err10 = {
									instancePath: instancePath + "/state/git/remote",
									schemaPath: "#/properties/state/oneOf/1/properties/git/properties/remote/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err10];
								else vErrors.push(err10);
								errors++;
							}
						}
						if (data2.refs !== void 0) {
							let data4 = data2.refs;
							if (typeof data4 === "string") {
								if (func2(data4) > 200) {
									const err11 = {
										instancePath: instancePath + "/state/git/refs",
										schemaPath: "#/properties/state/oneOf/1/properties/git/properties/refs/maxLength",
										keyword: "maxLength",
										params: { limit: 200 }
									};
									if (vErrors === null) vErrors = [err11];
									else vErrors.push(err11);
									errors++;
								}
								if (!pattern1.test(data4)) {
									const err12 = {
										instancePath: instancePath + "/state/git/refs",
										schemaPath: "#/properties/state/oneOf/1/properties/git/properties/refs/pattern",
										keyword: "pattern",
										params: { pattern: "^refs/(heads/anon-sync|anon-sync(-[A-Za-z0-9][A-Za-z0-9_-]*)?(/[A-Za-z0-9][A-Za-z0-9_-]*){0,4})$" }
									};
									if (vErrors === null) vErrors = [err12];
									else vErrors.push(err12);
									errors++;
								}
							} else {
								const err13 = {
									instancePath: instancePath + "/state/git/refs",
									schemaPath: "#/properties/state/oneOf/1/properties/git/properties/refs/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err13];
								else vErrors.push(err13);
								errors++;
							}
						}
					} else {
						const err14 = {
							instancePath: instancePath + "/state/git",
							schemaPath: "#/properties/state/oneOf/1/properties/git/type",
							keyword: "type",
							params: { type: "object" }
						};
						if (vErrors === null) vErrors = [err14];
						else vErrors.push(err14);
						errors++;
					}
				}
			} else {
				const err15 = {
					instancePath: instancePath + "/state",
					schemaPath: "#/properties/state/oneOf/1/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err15];
				else vErrors.push(err15);
				errors++;
			}
			var _valid0 = _errs8 === errors;
			if (_valid0 && valid1) {
				valid1 = false;
				passing0 = [passing0, 1];
			} else if (_valid0) {
				valid1 = true;
				passing0 = 1;
			}
			if (!valid1) {
				const err16 = {
					instancePath: instancePath + "/state",
					schemaPath: "#/properties/state/oneOf",
					keyword: "oneOf",
					params: { passingSchemas: passing0 }
				};
				if (vErrors === null) vErrors = [err16];
				else vErrors.push(err16);
				errors++;
			} else {
				errors = _errs5;
				if (vErrors !== null) {
					if (_errs5) vErrors.length = _errs5;
					else vErrors = null;
				}
			}
		}
		if (data.environments !== void 0) {
			let data5 = data.environments;
			if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
				if (Object.keys(data5).length < 1) {
					const err17 = {
						instancePath: instancePath + "/environments",
						schemaPath: "#/properties/environments/minProperties",
						keyword: "minProperties",
						params: { limit: 1 }
					};
					if (vErrors === null) vErrors = [err17];
					else vErrors.push(err17);
					errors++;
				}
				for (const key3 in data5) {
					const _errs20 = errors;
					if (typeof key3 === "string") {
						if (!pattern2.test(key3)) {
							const err18 = {
								instancePath: instancePath + "/environments",
								schemaPath: "#/properties/environments/propertyNames/pattern",
								keyword: "pattern",
								params: { pattern: "^[A-Za-z][A-Za-z0-9_-]{0,63}$" },
								propertyName: key3
							};
							if (vErrors === null) vErrors = [err18];
							else vErrors.push(err18);
							errors++;
						}
					} else {
						const err19 = {
							instancePath: instancePath + "/environments",
							schemaPath: "#/properties/environments/propertyNames/type",
							keyword: "type",
							params: { type: "string" },
							propertyName: key3
						};
						if (vErrors === null) vErrors = [err19];
						else vErrors.push(err19);
						errors++;
					}
					if (!(_errs20 === errors)) {
						const err20 = {
							instancePath: instancePath + "/environments",
							schemaPath: "#/properties/environments/propertyNames",
							keyword: "propertyNames",
							params: { propertyName: key3 }
						};
						if (vErrors === null) vErrors = [err20];
						else vErrors.push(err20);
						errors++;
					}
				}
				for (const key4 in data5) {
					let data6 = data5[key4];
					if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
						if (data6.target === void 0) {
							const err21 = {
								instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/environments/additionalProperties/required",
								keyword: "required",
								params: { missingProperty: "target" }
							};
							if (vErrors === null) vErrors = [err21];
							else vErrors.push(err21);
							errors++;
						}
						for (const key5 in data6) if (!(key5 === "target" || key5 === "vars" || key5 === "organizationId")) {
							const err22 = {
								instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/environments/additionalProperties/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key5 }
							};
							if (vErrors === null) vErrors = [err22];
							else vErrors.push(err22);
							errors++;
						}
						if (data6.target !== void 0) {
							let data7 = data6.target;
							if (typeof data7 !== "string") {
								const err23 = {
									instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/target",
									schemaPath: "#/properties/environments/additionalProperties/properties/target/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err23];
								else vErrors.push(err23);
								errors++;
							}
							if (!(data7 === "sandbox" || data7 === "production" || data7 === "emulator")) {
								const err24 = {
									instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/target",
									schemaPath: "#/properties/environments/additionalProperties/properties/target/enum",
									keyword: "enum",
									params: { allowedValues: schema11.properties.environments.additionalProperties.properties.target.enum }
								};
								if (vErrors === null) vErrors = [err24];
								else vErrors.push(err24);
								errors++;
							}
						}
						if (data6.vars !== void 0) {
							let data8 = data6.vars;
							if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
								for (const key6 in data8) {
									const _errs30 = errors;
									if (typeof key6 === "string") {
										if (!pattern3.test(key6)) {
											const err25 = {
												instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/vars",
												schemaPath: "#/properties/environments/additionalProperties/properties/vars/propertyNames/pattern",
												keyword: "pattern",
												params: { pattern: "^[A-Za-z_][A-Za-z0-9_-]{0,63}$" },
												propertyName: key6
											};
											if (vErrors === null) vErrors = [err25];
											else vErrors.push(err25);
											errors++;
										}
									} else {
										const err26 = {
											instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/vars",
											schemaPath: "#/properties/environments/additionalProperties/properties/vars/propertyNames/type",
											keyword: "type",
											params: { type: "string" },
											propertyName: key6
										};
										if (vErrors === null) vErrors = [err26];
										else vErrors.push(err26);
										errors++;
									}
									if (!(_errs30 === errors)) {
										const err27 = {
											instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/vars",
											schemaPath: "#/properties/environments/additionalProperties/properties/vars/propertyNames",
											keyword: "propertyNames",
											params: { propertyName: key6 }
										};
										if (vErrors === null) vErrors = [err27];
										else vErrors.push(err27);
										errors++;
									}
								}
								for (const key7 in data8) {
									let data9 = data8[key7];
									if (typeof data9 === "string") {
										if (func2(data9) > 4096) {
											const err28 = {
												instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/vars/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),
												schemaPath: "#/properties/environments/additionalProperties/properties/vars/additionalProperties/maxLength",
												keyword: "maxLength",
												params: { limit: 4096 }
											};
											if (vErrors === null) vErrors = [err28];
											else vErrors.push(err28);
											errors++;
										}
									} else {
										const err29 = {
											instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/vars/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),
											schemaPath: "#/properties/environments/additionalProperties/properties/vars/additionalProperties/type",
											keyword: "type",
											params: { type: "string" }
										};
										if (vErrors === null) vErrors = [err29];
										else vErrors.push(err29);
										errors++;
									}
								}
							} else {
								const err30 = {
									instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/vars",
									schemaPath: "#/properties/environments/additionalProperties/properties/vars/type",
									keyword: "type",
									params: { type: "object" }
								};
								if (vErrors === null) vErrors = [err30];
								else vErrors.push(err30);
								errors++;
							}
						}
						if (data6.organizationId !== void 0) {
							let data10 = data6.organizationId;
							if (typeof data10 === "string") {
								if (func2(data10) > 256) {
									const err31 = {
										instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/organizationId",
										schemaPath: "#/properties/environments/additionalProperties/properties/organizationId/maxLength",
										keyword: "maxLength",
										params: { limit: 256 }
									};
									if (vErrors === null) vErrors = [err31];
									else vErrors.push(err31);
									errors++;
								}
								if (func2(data10) < 1) {
									const err32 = {
										instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/organizationId",
										schemaPath: "#/properties/environments/additionalProperties/properties/organizationId/minLength",
										keyword: "minLength",
										params: { limit: 1 }
									};
									if (vErrors === null) vErrors = [err32];
									else vErrors.push(err32);
									errors++;
								}
								if (!pattern4.test(data10)) {
									const err33 = {
										instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/organizationId",
										schemaPath: "#/properties/environments/additionalProperties/properties/organizationId/pattern",
										keyword: "pattern",
										params: { pattern: "^\\S+$" }
									};
									if (vErrors === null) vErrors = [err33];
									else vErrors.push(err33);
									errors++;
								}
							} else {
								const err34 = {
									instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/organizationId",
									schemaPath: "#/properties/environments/additionalProperties/properties/organizationId/type",
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
							instancePath: instancePath + "/environments/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/environments/additionalProperties/type",
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
					instancePath: instancePath + "/environments",
					schemaPath: "#/properties/environments/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err36];
				else vErrors.push(err36);
				errors++;
			}
		}
		if (data.userPools !== void 0) {
			let data11 = data.userPools;
			if (data11 && typeof data11 == "object" && !Array.isArray(data11)) {
				for (const key8 in data11) {
					const _errs39 = errors;
					if (typeof key8 === "string") {
						if (!pattern2.test(key8)) {
							const err37 = {
								instancePath: instancePath + "/userPools",
								schemaPath: "#/properties/userPools/propertyNames/pattern",
								keyword: "pattern",
								params: { pattern: "^[A-Za-z][A-Za-z0-9_-]{0,63}$" },
								propertyName: key8
							};
							if (vErrors === null) vErrors = [err37];
							else vErrors.push(err37);
							errors++;
						}
					} else {
						const err38 = {
							instancePath: instancePath + "/userPools",
							schemaPath: "#/properties/userPools/propertyNames/type",
							keyword: "type",
							params: { type: "string" },
							propertyName: key8
						};
						if (vErrors === null) vErrors = [err38];
						else vErrors.push(err38);
						errors++;
					}
					if (!(_errs39 === errors)) {
						const err39 = {
							instancePath: instancePath + "/userPools",
							schemaPath: "#/properties/userPools/propertyNames",
							keyword: "propertyNames",
							params: { propertyName: key8 }
						};
						if (vErrors === null) vErrors = [err39];
						else vErrors.push(err39);
						errors++;
					}
				}
				for (const key9 in data11) {
					let data12 = data11[key9];
					if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
						if (data12.name === void 0) {
							const err40 = {
								instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/userPools/additionalProperties/required",
								keyword: "required",
								params: { missingProperty: "name" }
							};
							if (vErrors === null) vErrors = [err40];
							else vErrors.push(err40);
							errors++;
						}
						if (data12.description === void 0) {
							const err41 = {
								instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/userPools/additionalProperties/required",
								keyword: "required",
								params: { missingProperty: "description" }
							};
							if (vErrors === null) vErrors = [err41];
							else vErrors.push(err41);
							errors++;
						}
						for (const key10 in data12) if (!(key10 === "name" || key10 === "description" || key10 === "authorization" || key10 === "environments" || key10 === "protect" || key10 === "ignoreDrift")) {
							const err42 = {
								instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/userPools/additionalProperties/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key10 }
							};
							if (vErrors === null) vErrors = [err42];
							else vErrors.push(err42);
							errors++;
						}
						if (data12.name !== void 0) {
							let data13 = data12.name;
							if (typeof data13 === "string") {
								if (func2(data13) > 256) {
									const err43 = {
										instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/name",
										schemaPath: "#/properties/userPools/additionalProperties/properties/name/maxLength",
										keyword: "maxLength",
										params: { limit: 256 }
									};
									if (vErrors === null) vErrors = [err43];
									else vErrors.push(err43);
									errors++;
								}
								if (func2(data13) < 1) {
									const err44 = {
										instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/name",
										schemaPath: "#/properties/userPools/additionalProperties/properties/name/minLength",
										keyword: "minLength",
										params: { limit: 1 }
									};
									if (vErrors === null) vErrors = [err44];
									else vErrors.push(err44);
									errors++;
								}
								if (!pattern6.test(data13)) {
									const err45 = {
										instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/name",
										schemaPath: "#/properties/userPools/additionalProperties/properties/name/pattern",
										keyword: "pattern",
										params: { pattern: "\\$\\{|(?:\\S)" }
									};
									if (vErrors === null) vErrors = [err45];
									else vErrors.push(err45);
									errors++;
								}
							} else {
								const err46 = {
									instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/name",
									schemaPath: "#/properties/userPools/additionalProperties/properties/name/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err46];
								else vErrors.push(err46);
								errors++;
							}
						}
						if (data12.description !== void 0) {
							let data14 = data12.description;
							if (typeof data14 === "string") {
								if (func2(data14) > 4096) {
									const err47 = {
										instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/description",
										schemaPath: "#/properties/userPools/additionalProperties/properties/description/maxLength",
										keyword: "maxLength",
										params: { limit: 4096 }
									};
									if (vErrors === null) vErrors = [err47];
									else vErrors.push(err47);
									errors++;
								}
								if (func2(data14) < 1) {
									const err48 = {
										instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/description",
										schemaPath: "#/properties/userPools/additionalProperties/properties/description/minLength",
										keyword: "minLength",
										params: { limit: 1 }
									};
									if (vErrors === null) vErrors = [err48];
									else vErrors.push(err48);
									errors++;
								}
								if (!pattern6.test(data14)) {
									const err49 = {
										instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/description",
										schemaPath: "#/properties/userPools/additionalProperties/properties/description/pattern",
										keyword: "pattern",
										params: { pattern: "\\$\\{|(?:\\S)" }
									};
									if (vErrors === null) vErrors = [err49];
									else vErrors.push(err49);
									errors++;
								}
							} else {
								const err50 = {
									instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/description",
									schemaPath: "#/properties/userPools/additionalProperties/properties/description/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err50];
								else vErrors.push(err50);
								errors++;
							}
						}
						if (data12.authorization !== void 0) {
							let data15 = data12.authorization;
							if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
								if (data15.jwksUri === void 0) {
									const err51 = {
										instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/authorization",
										schemaPath: "#/properties/userPools/additionalProperties/properties/authorization/required",
										keyword: "required",
										params: { missingProperty: "jwksUri" }
									};
									if (vErrors === null) vErrors = [err51];
									else vErrors.push(err51);
									errors++;
								}
								for (const key11 in data15) if (!(key11 === "jwksUri" || key11 === "idClaim")) {
									const err52 = {
										instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/authorization",
										schemaPath: "#/properties/userPools/additionalProperties/properties/authorization/additionalProperties",
										keyword: "additionalProperties",
										params: { additionalProperty: key11 }
									};
									if (vErrors === null) vErrors = [err52];
									else vErrors.push(err52);
									errors++;
								}
								if (data15.jwksUri !== void 0) {
									let data16 = data15.jwksUri;
									if (typeof data16 === "string") {
										if (func2(data16) > 2048) {
											const err53 = {
												instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/authorization/jwksUri",
												schemaPath: "#/properties/userPools/additionalProperties/properties/authorization/properties/jwksUri/maxLength",
												keyword: "maxLength",
												params: { limit: 2048 }
											};
											if (vErrors === null) vErrors = [err53];
											else vErrors.push(err53);
											errors++;
										}
										if (!pattern8.test(data16)) {
											const err54 = {
												instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/authorization/jwksUri",
												schemaPath: "#/properties/userPools/additionalProperties/properties/authorization/properties/jwksUri/pattern",
												keyword: "pattern",
												params: { pattern: "\\$\\{|(?:^[Hh][Tt][Tt][Pp][Ss]://[^\\s/?#@]+([/?#]\\S*)?$)" }
											};
											if (vErrors === null) vErrors = [err54];
											else vErrors.push(err54);
											errors++;
										}
									} else {
										const err55 = {
											instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/authorization/jwksUri",
											schemaPath: "#/properties/userPools/additionalProperties/properties/authorization/properties/jwksUri/type",
											keyword: "type",
											params: { type: "string" }
										};
										if (vErrors === null) vErrors = [err55];
										else vErrors.push(err55);
										errors++;
									}
								}
								if (data15.idClaim !== void 0) {
									let data17 = data15.idClaim;
									if (typeof data17 === "string") {
										if (func2(data17) > 256) {
											const err56 = {
												instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/authorization/idClaim",
												schemaPath: "#/properties/userPools/additionalProperties/properties/authorization/properties/idClaim/maxLength",
												keyword: "maxLength",
												params: { limit: 256 }
											};
											if (vErrors === null) vErrors = [err56];
											else vErrors.push(err56);
											errors++;
										}
										if (func2(data17) < 1) {
											const err57 = {
												instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/authorization/idClaim",
												schemaPath: "#/properties/userPools/additionalProperties/properties/authorization/properties/idClaim/minLength",
												keyword: "minLength",
												params: { limit: 1 }
											};
											if (vErrors === null) vErrors = [err57];
											else vErrors.push(err57);
											errors++;
										}
									} else {
										const err58 = {
											instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/authorization/idClaim",
											schemaPath: "#/properties/userPools/additionalProperties/properties/authorization/properties/idClaim/type",
											keyword: "type",
											params: { type: "string" }
										};
										if (vErrors === null) vErrors = [err58];
										else vErrors.push(err58);
										errors++;
									}
								}
							} else {
								const err59 = {
									instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/authorization",
									schemaPath: "#/properties/userPools/additionalProperties/properties/authorization/type",
									keyword: "type",
									params: { type: "object" }
								};
								if (vErrors === null) vErrors = [err59];
								else vErrors.push(err59);
								errors++;
							}
						}
						if (data12.environments !== void 0) {
							let data18 = data12.environments;
							if (Array.isArray(data18)) {
								if (data18.length < 1) {
									const err60 = {
										instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/environments",
										schemaPath: "#/properties/userPools/additionalProperties/properties/environments/minItems",
										keyword: "minItems",
										params: { limit: 1 }
									};
									if (vErrors === null) vErrors = [err60];
									else vErrors.push(err60);
									errors++;
								}
								const len0 = data18.length;
								for (let i0 = 0; i0 < len0; i0++) if (typeof data18[i0] !== "string") {
									const err61 = {
										instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/environments/" + i0,
										schemaPath: "#/properties/userPools/additionalProperties/properties/environments/items/type",
										keyword: "type",
										params: { type: "string" }
									};
									if (vErrors === null) vErrors = [err61];
									else vErrors.push(err61);
									errors++;
								}
								let i1 = data18.length;
								let j0;
								if (i1 > 1) {
									const indices0 = {};
									for (; i1--;) {
										let item0 = data18[i1];
										if (typeof item0 !== "string") continue;
										if (typeof indices0[item0] == "number") {
											j0 = indices0[item0];
											const err62 = {
												instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/environments",
												schemaPath: "#/properties/userPools/additionalProperties/properties/environments/uniqueItems",
												keyword: "uniqueItems",
												params: {
													i: i1,
													j: j0
												}
											};
											if (vErrors === null) vErrors = [err62];
											else vErrors.push(err62);
											errors++;
											break;
										}
										indices0[item0] = i1;
									}
								}
							} else {
								const err63 = {
									instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/environments",
									schemaPath: "#/properties/userPools/additionalProperties/properties/environments/type",
									keyword: "type",
									params: { type: "array" }
								};
								if (vErrors === null) vErrors = [err63];
								else vErrors.push(err63);
								errors++;
							}
						}
						if (data12.protect !== void 0) {
							if (typeof data12.protect !== "boolean") {
								const err64 = {
									instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/protect",
									schemaPath: "#/properties/userPools/additionalProperties/properties/protect/type",
									keyword: "type",
									params: { type: "boolean" }
								};
								if (vErrors === null) vErrors = [err64];
								else vErrors.push(err64);
								errors++;
							}
						}
						if (data12.ignoreDrift !== void 0) {
							let data21 = data12.ignoreDrift;
							if (Array.isArray(data21)) {
								const len1 = data21.length;
								for (let i2 = 0; i2 < len1; i2++) {
									let data22 = data21[i2];
									if (typeof data22 !== "string") {
										const err65 = {
											instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/ignoreDrift/" + i2,
											schemaPath: "#/properties/userPools/additionalProperties/properties/ignoreDrift/items/type",
											keyword: "type",
											params: { type: "string" }
										};
										if (vErrors === null) vErrors = [err65];
										else vErrors.push(err65);
										errors++;
									}
									if (!(data22 === "name" || data22 === "description" || data22 === "authorization.jwksUri" || data22 === "authorization.idClaim")) {
										const err66 = {
											instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/ignoreDrift/" + i2,
											schemaPath: "#/properties/userPools/additionalProperties/properties/ignoreDrift/items/enum",
											keyword: "enum",
											params: { allowedValues: schema11.properties.userPools.additionalProperties.properties.ignoreDrift.items.enum }
										};
										if (vErrors === null) vErrors = [err66];
										else vErrors.push(err66);
										errors++;
									}
								}
								let i3 = data21.length;
								let j1;
								if (i3 > 1) {
									const indices1 = {};
									for (; i3--;) {
										let item1 = data21[i3];
										if (typeof item1 !== "string") continue;
										if (typeof indices1[item1] == "number") {
											j1 = indices1[item1];
											const err67 = {
												instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/ignoreDrift",
												schemaPath: "#/properties/userPools/additionalProperties/properties/ignoreDrift/uniqueItems",
												keyword: "uniqueItems",
												params: {
													i: i3,
													j: j1
												}
											};
											if (vErrors === null) vErrors = [err67];
											else vErrors.push(err67);
											errors++;
											break;
										}
										indices1[item1] = i3;
									}
								}
							} else {
								const err68 = {
									instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/ignoreDrift",
									schemaPath: "#/properties/userPools/additionalProperties/properties/ignoreDrift/type",
									keyword: "type",
									params: { type: "array" }
								};
								if (vErrors === null) vErrors = [err68];
								else vErrors.push(err68);
								errors++;
							}
						}
					} else {
						const err69 = {
							instancePath: instancePath + "/userPools/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/userPools/additionalProperties/type",
							keyword: "type",
							params: { type: "object" }
						};
						if (vErrors === null) vErrors = [err69];
						else vErrors.push(err69);
						errors++;
					}
				}
			} else {
				const err70 = {
					instancePath: instancePath + "/userPools",
					schemaPath: "#/properties/userPools/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err70];
				else vErrors.push(err70);
				errors++;
			}
		}
		if (data.sdkClients !== void 0) {
			let data23 = data.sdkClients;
			if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
				for (const key12 in data23) {
					const _errs68 = errors;
					if (typeof key12 === "string") {
						if (!pattern2.test(key12)) {
							const err71 = {
								instancePath: instancePath + "/sdkClients",
								schemaPath: "#/properties/sdkClients/propertyNames/pattern",
								keyword: "pattern",
								params: { pattern: "^[A-Za-z][A-Za-z0-9_-]{0,63}$" },
								propertyName: key12
							};
							if (vErrors === null) vErrors = [err71];
							else vErrors.push(err71);
							errors++;
						}
					} else {
						const err72 = {
							instancePath: instancePath + "/sdkClients",
							schemaPath: "#/properties/sdkClients/propertyNames/type",
							keyword: "type",
							params: { type: "string" },
							propertyName: key12
						};
						if (vErrors === null) vErrors = [err72];
						else vErrors.push(err72);
						errors++;
					}
					if (!(_errs68 === errors)) {
						const err73 = {
							instancePath: instancePath + "/sdkClients",
							schemaPath: "#/properties/sdkClients/propertyNames",
							keyword: "propertyNames",
							params: { propertyName: key12 }
						};
						if (vErrors === null) vErrors = [err73];
						else vErrors.push(err73);
						errors++;
					}
				}
				for (const key13 in data23) {
					let data24 = data23[key13];
					if (data24 && typeof data24 == "object" && !Array.isArray(data24)) {
						if (data24.name === void 0) {
							const err74 = {
								instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/sdkClients/additionalProperties/required",
								keyword: "required",
								params: { missingProperty: "name" }
							};
							if (vErrors === null) vErrors = [err74];
							else vErrors.push(err74);
							errors++;
						}
						if (data24.description === void 0) {
							const err75 = {
								instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/sdkClients/additionalProperties/required",
								keyword: "required",
								params: { missingProperty: "description" }
							};
							if (vErrors === null) vErrors = [err75];
							else vErrors.push(err75);
							errors++;
						}
						if (data24.kind === void 0) {
							const err76 = {
								instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/sdkClients/additionalProperties/required",
								keyword: "required",
								params: { missingProperty: "kind" }
							};
							if (vErrors === null) vErrors = [err76];
							else vErrors.push(err76);
							errors++;
						}
						for (const key14 in data24) if (!(key14 === "name" || key14 === "description" || key14 === "kind" || key14 === "oauthDisabled" || key14 === "secretSink" || key14 === "environments" || key14 === "protect" || key14 === "ignoreDrift")) {
							const err77 = {
								instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/sdkClients/additionalProperties/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key14 }
							};
							if (vErrors === null) vErrors = [err77];
							else vErrors.push(err77);
							errors++;
						}
						if (data24.name !== void 0) {
							let data25 = data24.name;
							if (typeof data25 === "string") {
								if (func2(data25) > 256) {
									const err78 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/name",
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/name/maxLength",
										keyword: "maxLength",
										params: { limit: 256 }
									};
									if (vErrors === null) vErrors = [err78];
									else vErrors.push(err78);
									errors++;
								}
								if (func2(data25) < 1) {
									const err79 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/name",
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/name/minLength",
										keyword: "minLength",
										params: { limit: 1 }
									};
									if (vErrors === null) vErrors = [err79];
									else vErrors.push(err79);
									errors++;
								}
								if (!pattern6.test(data25)) {
									const err80 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/name",
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/name/pattern",
										keyword: "pattern",
										params: { pattern: "\\$\\{|(?:\\S)" }
									};
									if (vErrors === null) vErrors = [err80];
									else vErrors.push(err80);
									errors++;
								}
							} else {
								const err81 = {
									instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/name",
									schemaPath: "#/properties/sdkClients/additionalProperties/properties/name/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err81];
								else vErrors.push(err81);
								errors++;
							}
						}
						if (data24.description !== void 0) {
							let data26 = data24.description;
							if (typeof data26 === "string") {
								if (func2(data26) > 4096) {
									const err82 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/description",
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/description/maxLength",
										keyword: "maxLength",
										params: { limit: 4096 }
									};
									if (vErrors === null) vErrors = [err82];
									else vErrors.push(err82);
									errors++;
								}
								if (func2(data26) < 1) {
									const err83 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/description",
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/description/minLength",
										keyword: "minLength",
										params: { limit: 1 }
									};
									if (vErrors === null) vErrors = [err83];
									else vErrors.push(err83);
									errors++;
								}
								if (!pattern6.test(data26)) {
									const err84 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/description",
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/description/pattern",
										keyword: "pattern",
										params: { pattern: "\\$\\{|(?:\\S)" }
									};
									if (vErrors === null) vErrors = [err84];
									else vErrors.push(err84);
									errors++;
								}
							} else {
								const err85 = {
									instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/description",
									schemaPath: "#/properties/sdkClients/additionalProperties/properties/description/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err85];
								else vErrors.push(err85);
								errors++;
							}
						}
						if (data24.kind !== void 0) {
							let data27 = data24.kind;
							const _errs79 = errors;
							let valid22 = false;
							let passing1 = null;
							const _errs80 = errors;
							if (typeof data27 !== "string") {
								const err86 = {
									instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind",
									schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/0/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err86];
								else vErrors.push(err86);
								errors++;
							}
							if (!(data27 === "service")) {
								const err87 = {
									instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind",
									schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/0/enum",
									keyword: "enum",
									params: { allowedValues: schema11.properties.sdkClients.additionalProperties.properties.kind.oneOf[0].enum }
								};
								if (vErrors === null) vErrors = [err87];
								else vErrors.push(err87);
								errors++;
							}
							var _valid1 = _errs80 === errors;
							if (_valid1) {
								valid22 = true;
								passing1 = 0;
							}
							const _errs82 = errors;
							if (data27 && typeof data27 == "object" && !Array.isArray(data27)) {
								if (data27.application === void 0) {
									const err88 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind",
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/1/required",
										keyword: "required",
										params: { missingProperty: "application" }
									};
									if (vErrors === null) vErrors = [err88];
									else vErrors.push(err88);
									errors++;
								}
								for (const key15 in data27) if (!(key15 === "application")) {
									const err89 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind",
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/1/additionalProperties",
										keyword: "additionalProperties",
										params: { additionalProperty: key15 }
									};
									if (vErrors === null) vErrors = [err89];
									else vErrors.push(err89);
									errors++;
								}
								if (data27.application !== void 0) {
									let data28 = data27.application;
									if (data28 && typeof data28 == "object" && !Array.isArray(data28)) {
										if (Object.keys(data28).length > 1) {
											const err90 = {
												instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind/application",
												schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/1/properties/application/maxProperties",
												keyword: "maxProperties",
												params: { limit: 1 }
											};
											if (vErrors === null) vErrors = [err90];
											else vErrors.push(err90);
											errors++;
										}
										if (Object.keys(data28).length < 1) {
											const err91 = {
												instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind/application",
												schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/1/properties/application/minProperties",
												keyword: "minProperties",
												params: { limit: 1 }
											};
											if (vErrors === null) vErrors = [err91];
											else vErrors.push(err91);
											errors++;
										}
										for (const key16 in data28) if (!(key16 === "userPool" || key16 === "userPoolId")) {
											const err92 = {
												instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind/application",
												schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/1/properties/application/additionalProperties",
												keyword: "additionalProperties",
												params: { additionalProperty: key16 }
											};
											if (vErrors === null) vErrors = [err92];
											else vErrors.push(err92);
											errors++;
										}
										if (data28.userPool !== void 0) {
											let data29 = data28.userPool;
											if (typeof data29 === "string") {
												if (func2(data29) < 1) {
													const err93 = {
														instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind/application/userPool",
														schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/1/properties/application/properties/userPool/minLength",
														keyword: "minLength",
														params: { limit: 1 }
													};
													if (vErrors === null) vErrors = [err93];
													else vErrors.push(err93);
													errors++;
												}
											} else {
												const err94 = {
													instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind/application/userPool",
													schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/1/properties/application/properties/userPool/type",
													keyword: "type",
													params: { type: "string" }
												};
												if (vErrors === null) vErrors = [err94];
												else vErrors.push(err94);
												errors++;
											}
										}
										if (data28.userPoolId !== void 0) {
											let data30 = data28.userPoolId;
											if (typeof data30 === "string") {
												if (!pattern12.test(data30)) {
													const err95 = {
														instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind/application/userPoolId",
														schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/1/properties/application/properties/userPoolId/pattern",
														keyword: "pattern",
														params: { pattern: "\\$\\{|(?:^[A-Za-z0-9_]([A-Za-z0-9._~-]{0,198}[A-Za-z0-9_~-])?$)" }
													};
													if (vErrors === null) vErrors = [err95];
													else vErrors.push(err95);
													errors++;
												}
											} else {
												const err96 = {
													instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind/application/userPoolId",
													schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/1/properties/application/properties/userPoolId/type",
													keyword: "type",
													params: { type: "string" }
												};
												if (vErrors === null) vErrors = [err96];
												else vErrors.push(err96);
												errors++;
											}
										}
									} else {
										const err97 = {
											instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind/application",
											schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/1/properties/application/type",
											keyword: "type",
											params: { type: "object" }
										};
										if (vErrors === null) vErrors = [err97];
										else vErrors.push(err97);
										errors++;
									}
								}
							} else {
								const err98 = {
									instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind",
									schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf/1/type",
									keyword: "type",
									params: { type: "object" }
								};
								if (vErrors === null) vErrors = [err98];
								else vErrors.push(err98);
								errors++;
							}
							var _valid1 = _errs82 === errors;
							if (_valid1 && valid22) {
								valid22 = false;
								passing1 = [passing1, 1];
							} else if (_valid1) {
								valid22 = true;
								passing1 = 1;
							}
							if (!valid22) {
								const err99 = {
									instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind",
									schemaPath: "#/properties/sdkClients/additionalProperties/properties/kind/oneOf",
									keyword: "oneOf",
									params: { passingSchemas: passing1 }
								};
								if (vErrors === null) vErrors = [err99];
								else vErrors.push(err99);
								errors++;
							} else {
								errors = _errs79;
								if (vErrors !== null) {
									if (_errs79) vErrors.length = _errs79;
									else vErrors = null;
								}
							}
						}
						if (data24.oauthDisabled !== void 0) {
							if (typeof data24.oauthDisabled !== "boolean") {
								const err100 = {
									instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/oauthDisabled",
									schemaPath: "#/properties/sdkClients/additionalProperties/properties/oauthDisabled/type",
									keyword: "type",
									params: { type: "boolean" }
								};
								if (vErrors === null) vErrors = [err100];
								else vErrors.push(err100);
								errors++;
							}
						}
						if (data24.secretSink !== void 0) {
							let data32 = data24.secretSink;
							if (typeof data32 === "string") {
								if (func2(data32) > 4096) {
									const err101 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/secretSink",
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/secretSink/maxLength",
										keyword: "maxLength",
										params: { limit: 4096 }
									};
									if (vErrors === null) vErrors = [err101];
									else vErrors.push(err101);
									errors++;
								}
								if (!pattern13.test(data32)) {
									const err102 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/secretSink",
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/secretSink/pattern",
										keyword: "pattern",
										params: { pattern: "\\$\\{|(?:^file:.*\\S)" }
									};
									if (vErrors === null) vErrors = [err102];
									else vErrors.push(err102);
									errors++;
								}
							} else {
								const err103 = {
									instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/secretSink",
									schemaPath: "#/properties/sdkClients/additionalProperties/properties/secretSink/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err103];
								else vErrors.push(err103);
								errors++;
							}
						}
						if (data24.environments !== void 0) {
							let data33 = data24.environments;
							if (Array.isArray(data33)) {
								if (data33.length < 1) {
									const err104 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/environments",
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/environments/minItems",
										keyword: "minItems",
										params: { limit: 1 }
									};
									if (vErrors === null) vErrors = [err104];
									else vErrors.push(err104);
									errors++;
								}
								const len2 = data33.length;
								for (let i4 = 0; i4 < len2; i4++) if (typeof data33[i4] !== "string") {
									const err105 = {
										instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/environments/" + i4,
										schemaPath: "#/properties/sdkClients/additionalProperties/properties/environments/items/type",
										keyword: "type",
										params: { type: "string" }
									};
									if (vErrors === null) vErrors = [err105];
									else vErrors.push(err105);
									errors++;
								}
								let i5 = data33.length;
								let j2;
								if (i5 > 1) {
									const indices2 = {};
									for (; i5--;) {
										let item2 = data33[i5];
										if (typeof item2 !== "string") continue;
										if (typeof indices2[item2] == "number") {
											j2 = indices2[item2];
											const err106 = {
												instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/environments",
												schemaPath: "#/properties/sdkClients/additionalProperties/properties/environments/uniqueItems",
												keyword: "uniqueItems",
												params: {
													i: i5,
													j: j2
												}
											};
											if (vErrors === null) vErrors = [err106];
											else vErrors.push(err106);
											errors++;
											break;
										}
										indices2[item2] = i5;
									}
								}
							} else {
								const err107 = {
									instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/environments",
									schemaPath: "#/properties/sdkClients/additionalProperties/properties/environments/type",
									keyword: "type",
									params: { type: "array" }
								};
								if (vErrors === null) vErrors = [err107];
								else vErrors.push(err107);
								errors++;
							}
						}
						if (data24.protect !== void 0) {
							if (typeof data24.protect !== "boolean") {
								const err108 = {
									instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/protect",
									schemaPath: "#/properties/sdkClients/additionalProperties/properties/protect/type",
									keyword: "type",
									params: { type: "boolean" }
								};
								if (vErrors === null) vErrors = [err108];
								else vErrors.push(err108);
								errors++;
							}
						}
						if (data24.ignoreDrift !== void 0) {
							let data36 = data24.ignoreDrift;
							if (Array.isArray(data36)) {
								const len3 = data36.length;
								for (let i6 = 0; i6 < len3; i6++) {
									let data37 = data36[i6];
									if (typeof data37 !== "string") {
										const err109 = {
											instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/ignoreDrift/" + i6,
											schemaPath: "#/properties/sdkClients/additionalProperties/properties/ignoreDrift/items/type",
											keyword: "type",
											params: { type: "string" }
										};
										if (vErrors === null) vErrors = [err109];
										else vErrors.push(err109);
										errors++;
									}
									if (!(data37 === "name" || data37 === "description" || data37 === "kind" || data37 === "kind.application.userPoolId" || data37 === "oauthDisabled")) {
										const err110 = {
											instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/ignoreDrift/" + i6,
											schemaPath: "#/properties/sdkClients/additionalProperties/properties/ignoreDrift/items/enum",
											keyword: "enum",
											params: { allowedValues: schema11.properties.sdkClients.additionalProperties.properties.ignoreDrift.items.enum }
										};
										if (vErrors === null) vErrors = [err110];
										else vErrors.push(err110);
										errors++;
									}
								}
								let i7 = data36.length;
								let j3;
								if (i7 > 1) {
									const indices3 = {};
									for (; i7--;) {
										let item3 = data36[i7];
										if (typeof item3 !== "string") continue;
										if (typeof indices3[item3] == "number") {
											j3 = indices3[item3];
											const err111 = {
												instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/ignoreDrift",
												schemaPath: "#/properties/sdkClients/additionalProperties/properties/ignoreDrift/uniqueItems",
												keyword: "uniqueItems",
												params: {
													i: i7,
													j: j3
												}
											};
											if (vErrors === null) vErrors = [err111];
											else vErrors.push(err111);
											errors++;
											break;
										}
										indices3[item3] = i7;
									}
								}
							} else {
								const err112 = {
									instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/ignoreDrift",
									schemaPath: "#/properties/sdkClients/additionalProperties/properties/ignoreDrift/type",
									keyword: "type",
									params: { type: "array" }
								};
								if (vErrors === null) vErrors = [err112];
								else vErrors.push(err112);
								errors++;
							}
						}
					} else {
						const err113 = {
							instancePath: instancePath + "/sdkClients/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/sdkClients/additionalProperties/type",
							keyword: "type",
							params: { type: "object" }
						};
						if (vErrors === null) vErrors = [err113];
						else vErrors.push(err113);
						errors++;
					}
				}
			} else {
				const err114 = {
					instancePath: instancePath + "/sdkClients",
					schemaPath: "#/properties/sdkClients/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err114];
				else vErrors.push(err114);
				errors++;
			}
		}
		if (data.moved !== void 0) {
			let data38 = data.moved;
			if (Array.isArray(data38)) {
				const len4 = data38.length;
				for (let i8 = 0; i8 < len4; i8++) {
					let data39 = data38[i8];
					if (data39 && typeof data39 == "object" && !Array.isArray(data39)) {
						if (data39.from === void 0) {
							const err115 = {
								instancePath: instancePath + "/moved/" + i8,
								schemaPath: "#/properties/moved/items/required",
								keyword: "required",
								params: { missingProperty: "from" }
							};
							if (vErrors === null) vErrors = [err115];
							else vErrors.push(err115);
							errors++;
						}
						if (data39.to === void 0) {
							const err116 = {
								instancePath: instancePath + "/moved/" + i8,
								schemaPath: "#/properties/moved/items/required",
								keyword: "required",
								params: { missingProperty: "to" }
							};
							if (vErrors === null) vErrors = [err116];
							else vErrors.push(err116);
							errors++;
						}
						for (const key17 in data39) if (!(key17 === "from" || key17 === "to")) {
							const err117 = {
								instancePath: instancePath + "/moved/" + i8,
								schemaPath: "#/properties/moved/items/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key17 }
							};
							if (vErrors === null) vErrors = [err117];
							else vErrors.push(err117);
							errors++;
						}
						if (data39.from !== void 0) {
							let data40 = data39.from;
							if (typeof data40 === "string") {
								if (!pattern14.test(data40)) {
									const err118 = {
										instancePath: instancePath + "/moved/" + i8 + "/from",
										schemaPath: "#/properties/moved/items/properties/from/pattern",
										keyword: "pattern",
										params: { pattern: "^[A-Za-z]+\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
									};
									if (vErrors === null) vErrors = [err118];
									else vErrors.push(err118);
									errors++;
								}
							} else {
								const err119 = {
									instancePath: instancePath + "/moved/" + i8 + "/from",
									schemaPath: "#/properties/moved/items/properties/from/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err119];
								else vErrors.push(err119);
								errors++;
							}
						}
						if (data39.to !== void 0) {
							let data41 = data39.to;
							if (typeof data41 === "string") {
								if (!pattern14.test(data41)) {
									const err120 = {
										instancePath: instancePath + "/moved/" + i8 + "/to",
										schemaPath: "#/properties/moved/items/properties/to/pattern",
										keyword: "pattern",
										params: { pattern: "^[A-Za-z]+\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
									};
									if (vErrors === null) vErrors = [err120];
									else vErrors.push(err120);
									errors++;
								}
							} else {
								const err121 = {
									instancePath: instancePath + "/moved/" + i8 + "/to",
									schemaPath: "#/properties/moved/items/properties/to/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err121];
								else vErrors.push(err121);
								errors++;
							}
						}
					} else {
						const err122 = {
							instancePath: instancePath + "/moved/" + i8,
							schemaPath: "#/properties/moved/items/type",
							keyword: "type",
							params: { type: "object" }
						};
						if (vErrors === null) vErrors = [err122];
						else vErrors.push(err122);
						errors++;
					}
				}
			} else {
				const err123 = {
					instancePath: instancePath + "/moved",
					schemaPath: "#/properties/moved/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err123];
				else vErrors.push(err123);
				errors++;
			}
		}
		if (data.imports !== void 0) {
			let data42 = data.imports;
			if (Array.isArray(data42)) {
				const len5 = data42.length;
				for (let i9 = 0; i9 < len5; i9++) {
					let data43 = data42[i9];
					if (data43 && typeof data43 == "object" && !Array.isArray(data43)) {
						if (data43.to === void 0) {
							const err124 = {
								instancePath: instancePath + "/imports/" + i9,
								schemaPath: "#/properties/imports/items/required",
								keyword: "required",
								params: { missingProperty: "to" }
							};
							if (vErrors === null) vErrors = [err124];
							else vErrors.push(err124);
							errors++;
						}
						if (data43.id === void 0) {
							const err125 = {
								instancePath: instancePath + "/imports/" + i9,
								schemaPath: "#/properties/imports/items/required",
								keyword: "required",
								params: { missingProperty: "id" }
							};
							if (vErrors === null) vErrors = [err125];
							else vErrors.push(err125);
							errors++;
						}
						for (const key18 in data43) if (!(key18 === "to" || key18 === "id" || key18 === "environment")) {
							const err126 = {
								instancePath: instancePath + "/imports/" + i9,
								schemaPath: "#/properties/imports/items/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key18 }
							};
							if (vErrors === null) vErrors = [err126];
							else vErrors.push(err126);
							errors++;
						}
						if (data43.to !== void 0) {
							let data44 = data43.to;
							if (typeof data44 === "string") {
								if (!pattern14.test(data44)) {
									const err127 = {
										instancePath: instancePath + "/imports/" + i9 + "/to",
										schemaPath: "#/properties/imports/items/properties/to/pattern",
										keyword: "pattern",
										params: { pattern: "^[A-Za-z]+\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
									};
									if (vErrors === null) vErrors = [err127];
									else vErrors.push(err127);
									errors++;
								}
							} else {
								const err128 = {
									instancePath: instancePath + "/imports/" + i9 + "/to",
									schemaPath: "#/properties/imports/items/properties/to/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err128];
								else vErrors.push(err128);
								errors++;
							}
						}
						if (data43.id !== void 0) {
							let data45 = data43.id;
							if (typeof data45 === "string") {
								if (!pattern17.test(data45)) {
									const err129 = {
										instancePath: instancePath + "/imports/" + i9 + "/id",
										schemaPath: "#/properties/imports/items/properties/id/pattern",
										keyword: "pattern",
										params: { pattern: "\\$\\{|^[A-Za-z0-9_]([A-Za-z0-9._~-]{0,198}[A-Za-z0-9_~-])?$" }
									};
									if (vErrors === null) vErrors = [err129];
									else vErrors.push(err129);
									errors++;
								}
							} else {
								const err130 = {
									instancePath: instancePath + "/imports/" + i9 + "/id",
									schemaPath: "#/properties/imports/items/properties/id/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err130];
								else vErrors.push(err130);
								errors++;
							}
						}
						if (data43.environment !== void 0) {
							let data46 = data43.environment;
							if (typeof data46 === "string") {
								if (!pattern2.test(data46)) {
									const err131 = {
										instancePath: instancePath + "/imports/" + i9 + "/environment",
										schemaPath: "#/properties/imports/items/properties/environment/pattern",
										keyword: "pattern",
										params: { pattern: "^[A-Za-z][A-Za-z0-9_-]{0,63}$" }
									};
									if (vErrors === null) vErrors = [err131];
									else vErrors.push(err131);
									errors++;
								}
							} else {
								const err132 = {
									instancePath: instancePath + "/imports/" + i9 + "/environment",
									schemaPath: "#/properties/imports/items/properties/environment/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err132];
								else vErrors.push(err132);
								errors++;
							}
						}
					} else {
						const err133 = {
							instancePath: instancePath + "/imports/" + i9,
							schemaPath: "#/properties/imports/items/type",
							keyword: "type",
							params: { type: "object" }
						};
						if (vErrors === null) vErrors = [err133];
						else vErrors.push(err133);
						errors++;
					}
				}
			} else {
				const err134 = {
					instancePath: instancePath + "/imports",
					schemaPath: "#/properties/imports/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err134];
				else vErrors.push(err134);
				errors++;
			}
		}
		if (data.outputs !== void 0) {
			let data47 = data.outputs;
			if (data47 && typeof data47 == "object" && !Array.isArray(data47)) {
				for (const key19 in data47) {
					const _errs128 = errors;
					if (typeof key19 === "string") {
						if (!pattern19.test(key19)) {
							const err135 = {
								instancePath: instancePath + "/outputs",
								schemaPath: "#/properties/outputs/propertyNames/pattern",
								keyword: "pattern",
								params: { pattern: "^[A-Za-z_][A-Za-z0-9_]{0,127}$" },
								propertyName: key19
							};
							if (vErrors === null) vErrors = [err135];
							else vErrors.push(err135);
							errors++;
						}
					} else {
						const err136 = {
							instancePath: instancePath + "/outputs",
							schemaPath: "#/properties/outputs/propertyNames/type",
							keyword: "type",
							params: { type: "string" },
							propertyName: key19
						};
						if (vErrors === null) vErrors = [err136];
						else vErrors.push(err136);
						errors++;
					}
					if (!(_errs128 === errors)) {
						const err137 = {
							instancePath: instancePath + "/outputs",
							schemaPath: "#/properties/outputs/propertyNames",
							keyword: "propertyNames",
							params: { propertyName: key19 }
						};
						if (vErrors === null) vErrors = [err137];
						else vErrors.push(err137);
						errors++;
					}
				}
				for (const key20 in data47) {
					let data48 = data47[key20];
					if (typeof data48 === "string") {
						if (!pattern14.test(data48)) {
							const err138 = {
								instancePath: instancePath + "/outputs/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"),
								schemaPath: "#/properties/outputs/additionalProperties/pattern",
								keyword: "pattern",
								params: { pattern: "^[A-Za-z]+\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" }
							};
							if (vErrors === null) vErrors = [err138];
							else vErrors.push(err138);
							errors++;
						}
					} else {
						const err139 = {
							instancePath: instancePath + "/outputs/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/outputs/additionalProperties/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err139];
						else vErrors.push(err139);
						errors++;
					}
				}
			} else {
				const err140 = {
					instancePath: instancePath + "/outputs",
					schemaPath: "#/properties/outputs/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err140];
				else vErrors.push(err140);
				errors++;
			}
		}
	} else {
		const err141 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err141];
		else vErrors.push(err141);
		errors++;
	}
	validate10.errors = vErrors;
	return errors === 0;
}
const part_userPools = validate11;
const schema12 = {
	"$schema": "http://json-schema.org/draft-07/schema#",
	"type": "object",
	"required": ["name", "description"],
	"additionalProperties": false,
	"properties": {
		"name": {
			"type": "string",
			"minLength": 1,
			"maxLength": 256,
			"pattern": "\\S"
		},
		"description": {
			"type": "string",
			"minLength": 1,
			"maxLength": 4096,
			"pattern": "\\S"
		},
		"authorization": {
			"type": "object",
			"required": ["jwksUri"],
			"additionalProperties": false,
			"properties": {
				"jwksUri": {
					"type": "string",
					"pattern": "^[Hh][Tt][Tt][Pp][Ss]://[^\\s/?#@]+([/?#]\\S*)?$",
					"maxLength": 2048
				},
				"idClaim": {
					"type": "string",
					"minLength": 1,
					"maxLength": 256
				}
			}
		},
		"protect": { "type": "boolean" },
		"ignoreDrift": {
			"type": "array",
			"uniqueItems": true,
			"items": {
				"type": "string",
				"enum": [
					"name",
					"description",
					"authorization.jwksUri",
					"authorization.idClaim"
				]
			}
		}
	}
};
const pattern21 = /* @__PURE__ */ new RegExp("\\S", "u");
const pattern23 = /* @__PURE__ */ new RegExp("^[Hh][Tt][Tt][Pp][Ss]://[^\\s/?#@]+([/?#]\\S*)?$", "u");
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.name === void 0) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "name" }
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.description === void 0) {
			const err1 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "description" }
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		for (const key0 in data) if (!(key0 === "name" || key0 === "description" || key0 === "authorization" || key0 === "protect" || key0 === "ignoreDrift")) {
			const err2 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 }
			};
			if (vErrors === null) vErrors = [err2];
			else vErrors.push(err2);
			errors++;
		}
		if (data.name !== void 0) {
			let data0 = data.name;
			if (typeof data0 === "string") {
				if (func2(data0) > 256) {
					const err3 = {
						instancePath: instancePath + "/name",
						schemaPath: "#/properties/name/maxLength",
						keyword: "maxLength",
						params: { limit: 256 }
					};
					if (vErrors === null) vErrors = [err3];
					else vErrors.push(err3);
					errors++;
				}
				if (func2(data0) < 1) {
					const err4 = {
						instancePath: instancePath + "/name",
						schemaPath: "#/properties/name/minLength",
						keyword: "minLength",
						params: { limit: 1 }
					};
					if (vErrors === null) vErrors = [err4];
					else vErrors.push(err4);
					errors++;
				}
				if (!pattern21.test(data0)) {
					const err5 = {
						instancePath: instancePath + "/name",
						schemaPath: "#/properties/name/pattern",
						keyword: "pattern",
						params: { pattern: "\\S" }
					};
					if (vErrors === null) vErrors = [err5];
					else vErrors.push(err5);
					errors++;
				}
			} else {
				const err6 = {
					instancePath: instancePath + "/name",
					schemaPath: "#/properties/name/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err6];
				else vErrors.push(err6);
				errors++;
			}
		}
		if (data.description !== void 0) {
			let data1 = data.description;
			if (typeof data1 === "string") {
				if (func2(data1) > 4096) {
					const err7 = {
						instancePath: instancePath + "/description",
						schemaPath: "#/properties/description/maxLength",
						keyword: "maxLength",
						params: { limit: 4096 }
					};
					if (vErrors === null) vErrors = [err7];
					else vErrors.push(err7);
					errors++;
				}
				if (func2(data1) < 1) {
					const err8 = {
						instancePath: instancePath + "/description",
						schemaPath: "#/properties/description/minLength",
						keyword: "minLength",
						params: { limit: 1 }
					};
					if (vErrors === null) vErrors = [err8];
					else vErrors.push(err8);
					errors++;
				}
				if (!pattern21.test(data1)) {
					const err9 = {
						instancePath: instancePath + "/description",
						schemaPath: "#/properties/description/pattern",
						keyword: "pattern",
						params: { pattern: "\\S" }
					};
					if (vErrors === null) vErrors = [err9];
					else vErrors.push(err9);
					errors++;
				}
			} else {
				const err10 = {
					instancePath: instancePath + "/description",
					schemaPath: "#/properties/description/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err10];
				else vErrors.push(err10);
				errors++;
			}
		}
		if (data.authorization !== void 0) {
			let data2 = data.authorization;
			if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
				if (data2.jwksUri === void 0) {
					const err11 = {
						instancePath: instancePath + "/authorization",
						schemaPath: "#/properties/authorization/required",
						keyword: "required",
						params: { missingProperty: "jwksUri" }
					};
					if (vErrors === null) vErrors = [err11];
					else vErrors.push(err11);
					errors++;
				}
				for (const key1 in data2) if (!(key1 === "jwksUri" || key1 === "idClaim")) {
					const err12 = {
						instancePath: instancePath + "/authorization",
						schemaPath: "#/properties/authorization/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key1 }
					};
					if (vErrors === null) vErrors = [err12];
					else vErrors.push(err12);
					errors++;
				}
				if (data2.jwksUri !== void 0) {
					let data3 = data2.jwksUri;
					if (typeof data3 === "string") {
						if (func2(data3) > 2048) {
							const err13 = {
								instancePath: instancePath + "/authorization/jwksUri",
								schemaPath: "#/properties/authorization/properties/jwksUri/maxLength",
								keyword: "maxLength",
								params: { limit: 2048 }
							};
							if (vErrors === null) vErrors = [err13];
							else vErrors.push(err13);
							errors++;
						}
						if (!pattern23.test(data3)) {
							const err14 = {
								instancePath: instancePath + "/authorization/jwksUri",
								schemaPath: "#/properties/authorization/properties/jwksUri/pattern",
								keyword: "pattern",
								params: { pattern: "^[Hh][Tt][Tt][Pp][Ss]://[^\\s/?#@]+([/?#]\\S*)?$" }
							};
							if (vErrors === null) vErrors = [err14];
							else vErrors.push(err14);
							errors++;
						}
					} else {
						const err15 = {
							instancePath: instancePath + "/authorization/jwksUri",
							schemaPath: "#/properties/authorization/properties/jwksUri/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err15];
						else vErrors.push(err15);
						errors++;
					}
				}
				if (data2.idClaim !== void 0) {
					let data4 = data2.idClaim;
					if (typeof data4 === "string") {
						if (func2(data4) > 256) {
							const err16 = {
								instancePath: instancePath + "/authorization/idClaim",
								schemaPath: "#/properties/authorization/properties/idClaim/maxLength",
								keyword: "maxLength",
								params: { limit: 256 }
							};
							if (vErrors === null) vErrors = [err16];
							else vErrors.push(err16);
							errors++;
						}
						if (func2(data4) < 1) {
							const err17 = {
								instancePath: instancePath + "/authorization/idClaim",
								schemaPath: "#/properties/authorization/properties/idClaim/minLength",
								keyword: "minLength",
								params: { limit: 1 }
							};
							if (vErrors === null) vErrors = [err17];
							else vErrors.push(err17);
							errors++;
						}
					} else {
						const err18 = {
							instancePath: instancePath + "/authorization/idClaim",
							schemaPath: "#/properties/authorization/properties/idClaim/type",
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
					instancePath: instancePath + "/authorization",
					schemaPath: "#/properties/authorization/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err19];
				else vErrors.push(err19);
				errors++;
			}
		}
		if (data.protect !== void 0) {
			if (typeof data.protect !== "boolean") {
				const err20 = {
					instancePath: instancePath + "/protect",
					schemaPath: "#/properties/protect/type",
					keyword: "type",
					params: { type: "boolean" }
				};
				if (vErrors === null) vErrors = [err20];
				else vErrors.push(err20);
				errors++;
			}
		}
		if (data.ignoreDrift !== void 0) {
			let data6 = data.ignoreDrift;
			if (Array.isArray(data6)) {
				const len0 = data6.length;
				for (let i0 = 0; i0 < len0; i0++) {
					let data7 = data6[i0];
					if (typeof data7 !== "string") {
						const err21 = {
							instancePath: instancePath + "/ignoreDrift/" + i0,
							schemaPath: "#/properties/ignoreDrift/items/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err21];
						else vErrors.push(err21);
						errors++;
					}
					if (!(data7 === "name" || data7 === "description" || data7 === "authorization.jwksUri" || data7 === "authorization.idClaim")) {
						const err22 = {
							instancePath: instancePath + "/ignoreDrift/" + i0,
							schemaPath: "#/properties/ignoreDrift/items/enum",
							keyword: "enum",
							params: { allowedValues: schema12.properties.ignoreDrift.items.enum }
						};
						if (vErrors === null) vErrors = [err22];
						else vErrors.push(err22);
						errors++;
					}
				}
				let i1 = data6.length;
				let j0;
				if (i1 > 1) {
					const indices0 = {};
					for (; i1--;) {
						let item0 = data6[i1];
						if (typeof item0 !== "string") continue;
						if (typeof indices0[item0] == "number") {
							j0 = indices0[item0];
							const err23 = {
								instancePath: instancePath + "/ignoreDrift",
								schemaPath: "#/properties/ignoreDrift/uniqueItems",
								keyword: "uniqueItems",
								params: {
									i: i1,
									j: j0
								}
							};
							if (vErrors === null) vErrors = [err23];
							else vErrors.push(err23);
							errors++;
							break;
						}
						indices0[item0] = i1;
					}
				}
			} else {
				const err24 = {
					instancePath: instancePath + "/ignoreDrift",
					schemaPath: "#/properties/ignoreDrift/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err24];
				else vErrors.push(err24);
				errors++;
			}
		}
	} else {
		const err25 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err25];
		else vErrors.push(err25);
		errors++;
	}
	validate11.errors = vErrors;
	return errors === 0;
}
const part_sdkClients = validate12;
const schema13 = {
	"$schema": "http://json-schema.org/draft-07/schema#",
	"type": "object",
	"required": [
		"name",
		"description",
		"kind"
	],
	"additionalProperties": false,
	"properties": {
		"name": {
			"type": "string",
			"minLength": 1,
			"maxLength": 256,
			"pattern": "\\S"
		},
		"description": {
			"type": "string",
			"minLength": 1,
			"maxLength": 4096,
			"pattern": "\\S"
		},
		"kind": { "oneOf": [{
			"type": "string",
			"enum": ["service"]
		}, {
			"type": "object",
			"required": ["application"],
			"additionalProperties": false,
			"properties": { "application": {
				"type": "object",
				"additionalProperties": false,
				"minProperties": 1,
				"maxProperties": 1,
				"properties": {
					"userPool": {
						"type": "string",
						"minLength": 1
					},
					"userPoolId": {
						"type": "string",
						"pattern": "^[A-Za-z0-9_]([A-Za-z0-9._~-]{0,198}[A-Za-z0-9_~-])?$"
					}
				}
			} }
		}] },
		"oauthDisabled": { "type": "boolean" },
		"secretSink": {
			"type": "string",
			"pattern": "^file:.*\\S",
			"maxLength": 4096
		},
		"protect": { "type": "boolean" },
		"ignoreDrift": {
			"type": "array",
			"uniqueItems": true,
			"items": {
				"type": "string",
				"enum": [
					"name",
					"description",
					"kind",
					"kind.application.userPoolId",
					"oauthDisabled"
				]
			}
		}
	}
};
const pattern26 = /* @__PURE__ */ new RegExp("^[A-Za-z0-9_]([A-Za-z0-9._~-]{0,198}[A-Za-z0-9_~-])?$", "u");
const pattern27 = /* @__PURE__ */ new RegExp("^file:.*\\S", "u");
function validate12(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.name === void 0) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "name" }
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.description === void 0) {
			const err1 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "description" }
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
		for (const key0 in data) if (!(key0 === "name" || key0 === "description" || key0 === "kind" || key0 === "oauthDisabled" || key0 === "secretSink" || key0 === "protect" || key0 === "ignoreDrift")) {
			const err3 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 }
			};
			if (vErrors === null) vErrors = [err3];
			else vErrors.push(err3);
			errors++;
		}
		if (data.name !== void 0) {
			let data0 = data.name;
			if (typeof data0 === "string") {
				if (func2(data0) > 256) {
					const err4 = {
						instancePath: instancePath + "/name",
						schemaPath: "#/properties/name/maxLength",
						keyword: "maxLength",
						params: { limit: 256 }
					};
					if (vErrors === null) vErrors = [err4];
					else vErrors.push(err4);
					errors++;
				}
				if (func2(data0) < 1) {
					const err5 = {
						instancePath: instancePath + "/name",
						schemaPath: "#/properties/name/minLength",
						keyword: "minLength",
						params: { limit: 1 }
					};
					if (vErrors === null) vErrors = [err5];
					else vErrors.push(err5);
					errors++;
				}
				if (!pattern21.test(data0)) {
					const err6 = {
						instancePath: instancePath + "/name",
						schemaPath: "#/properties/name/pattern",
						keyword: "pattern",
						params: { pattern: "\\S" }
					};
					if (vErrors === null) vErrors = [err6];
					else vErrors.push(err6);
					errors++;
				}
			} else {
				const err7 = {
					instancePath: instancePath + "/name",
					schemaPath: "#/properties/name/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err7];
				else vErrors.push(err7);
				errors++;
			}
		}
		if (data.description !== void 0) {
			let data1 = data.description;
			if (typeof data1 === "string") {
				if (func2(data1) > 4096) {
					const err8 = {
						instancePath: instancePath + "/description",
						schemaPath: "#/properties/description/maxLength",
						keyword: "maxLength",
						params: { limit: 4096 }
					};
					if (vErrors === null) vErrors = [err8];
					else vErrors.push(err8);
					errors++;
				}
				if (func2(data1) < 1) {
					const err9 = {
						instancePath: instancePath + "/description",
						schemaPath: "#/properties/description/minLength",
						keyword: "minLength",
						params: { limit: 1 }
					};
					if (vErrors === null) vErrors = [err9];
					else vErrors.push(err9);
					errors++;
				}
				if (!pattern21.test(data1)) {
					const err10 = {
						instancePath: instancePath + "/description",
						schemaPath: "#/properties/description/pattern",
						keyword: "pattern",
						params: { pattern: "\\S" }
					};
					if (vErrors === null) vErrors = [err10];
					else vErrors.push(err10);
					errors++;
				}
			} else {
				const err11 = {
					instancePath: instancePath + "/description",
					schemaPath: "#/properties/description/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err11];
				else vErrors.push(err11);
				errors++;
			}
		}
		if (data.kind !== void 0) {
			let data2 = data.kind;
			const _errs7 = errors;
			let valid1 = false;
			let passing0 = null;
			const _errs8 = errors;
			if (typeof data2 !== "string") {
				const err12 = {
					instancePath: instancePath + "/kind",
					schemaPath: "#/properties/kind/oneOf/0/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err12];
				else vErrors.push(err12);
				errors++;
			}
			if (!(data2 === "service")) {
				const err13 = {
					instancePath: instancePath + "/kind",
					schemaPath: "#/properties/kind/oneOf/0/enum",
					keyword: "enum",
					params: { allowedValues: schema13.properties.kind.oneOf[0].enum }
				};
				if (vErrors === null) vErrors = [err13];
				else vErrors.push(err13);
				errors++;
			}
			var _valid0 = _errs8 === errors;
			if (_valid0) {
				valid1 = true;
				passing0 = 0;
			}
			const _errs10 = errors;
			if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
				if (data2.application === void 0) {
					const err14 = {
						instancePath: instancePath + "/kind",
						schemaPath: "#/properties/kind/oneOf/1/required",
						keyword: "required",
						params: { missingProperty: "application" }
					};
					if (vErrors === null) vErrors = [err14];
					else vErrors.push(err14);
					errors++;
				}
				for (const key1 in data2) if (!(key1 === "application")) {
					const err15 = {
						instancePath: instancePath + "/kind",
						schemaPath: "#/properties/kind/oneOf/1/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key1 }
					};
					if (vErrors === null) vErrors = [err15];
					else vErrors.push(err15);
					errors++;
				}
				if (data2.application !== void 0) {
					let data3 = data2.application;
					if (data3 && typeof data3 == "object" && !Array.isArray(data3)) {
						if (Object.keys(data3).length > 1) {
							const err16 = {
								instancePath: instancePath + "/kind/application",
								schemaPath: "#/properties/kind/oneOf/1/properties/application/maxProperties",
								keyword: "maxProperties",
								params: { limit: 1 }
							};
							if (vErrors === null) vErrors = [err16];
							else vErrors.push(err16);
							errors++;
						}
						if (Object.keys(data3).length < 1) {
							const err17 = {
								instancePath: instancePath + "/kind/application",
								schemaPath: "#/properties/kind/oneOf/1/properties/application/minProperties",
								keyword: "minProperties",
								params: { limit: 1 }
							};
							if (vErrors === null) vErrors = [err17];
							else vErrors.push(err17);
							errors++;
						}
						for (const key2 in data3) if (!(key2 === "userPool" || key2 === "userPoolId")) {
							const err18 = {
								instancePath: instancePath + "/kind/application",
								schemaPath: "#/properties/kind/oneOf/1/properties/application/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key2 }
							};
							if (vErrors === null) vErrors = [err18];
							else vErrors.push(err18);
							errors++;
						}
						if (data3.userPool !== void 0) {
							let data4 = data3.userPool;
							if (typeof data4 === "string") {
								if (func2(data4) < 1) {
									const err19 = {
										instancePath: instancePath + "/kind/application/userPool",
										schemaPath: "#/properties/kind/oneOf/1/properties/application/properties/userPool/minLength",
										keyword: "minLength",
										params: { limit: 1 }
									};
									if (vErrors === null) vErrors = [err19];
									else vErrors.push(err19);
									errors++;
								}
							} else {
								const err20 = {
									instancePath: instancePath + "/kind/application/userPool",
									schemaPath: "#/properties/kind/oneOf/1/properties/application/properties/userPool/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err20];
								else vErrors.push(err20);
								errors++;
							}
						}
						if (data3.userPoolId !== void 0) {
							let data5 = data3.userPoolId;
							if (typeof data5 === "string") {
								if (!pattern26.test(data5)) {
									const err21 = {
										instancePath: instancePath + "/kind/application/userPoolId",
										schemaPath: "#/properties/kind/oneOf/1/properties/application/properties/userPoolId/pattern",
										keyword: "pattern",
										params: { pattern: "^[A-Za-z0-9_]([A-Za-z0-9._~-]{0,198}[A-Za-z0-9_~-])?$" }
									};
									if (vErrors === null) vErrors = [err21];
									else vErrors.push(err21);
									errors++;
								}
							} else {
								const err22 = {
									instancePath: instancePath + "/kind/application/userPoolId",
									schemaPath: "#/properties/kind/oneOf/1/properties/application/properties/userPoolId/type",
									keyword: "type",
									params: { type: "string" }
								};
								if (vErrors === null) vErrors = [err22];
								else vErrors.push(err22);
								errors++;
							}
						}
					} else {
						const err23 = {
							instancePath: instancePath + "/kind/application",
							schemaPath: "#/properties/kind/oneOf/1/properties/application/type",
							keyword: "type",
							params: { type: "object" }
						};
						if (vErrors === null) vErrors = [err23];
						else vErrors.push(err23);
						errors++;
					}
				}
			} else {
				const err24 = {
					instancePath: instancePath + "/kind",
					schemaPath: "#/properties/kind/oneOf/1/type",
					keyword: "type",
					params: { type: "object" }
				};
				if (vErrors === null) vErrors = [err24];
				else vErrors.push(err24);
				errors++;
			}
			var _valid0 = _errs10 === errors;
			if (_valid0 && valid1) {
				valid1 = false;
				passing0 = [passing0, 1];
			} else if (_valid0) {
				valid1 = true;
				passing0 = 1;
			}
			if (!valid1) {
				const err25 = {
					instancePath: instancePath + "/kind",
					schemaPath: "#/properties/kind/oneOf",
					keyword: "oneOf",
					params: { passingSchemas: passing0 }
				};
				if (vErrors === null) vErrors = [err25];
				else vErrors.push(err25);
				errors++;
			} else {
				errors = _errs7;
				if (vErrors !== null) {
					if (_errs7) vErrors.length = _errs7;
					else vErrors = null;
				}
			}
		}
		if (data.oauthDisabled !== void 0) {
			if (typeof data.oauthDisabled !== "boolean") {
				const err26 = {
					instancePath: instancePath + "/oauthDisabled",
					schemaPath: "#/properties/oauthDisabled/type",
					keyword: "type",
					params: { type: "boolean" }
				};
				if (vErrors === null) vErrors = [err26];
				else vErrors.push(err26);
				errors++;
			}
		}
		if (data.secretSink !== void 0) {
			let data7 = data.secretSink;
			if (typeof data7 === "string") {
				if (func2(data7) > 4096) {
					const err27 = {
						instancePath: instancePath + "/secretSink",
						schemaPath: "#/properties/secretSink/maxLength",
						keyword: "maxLength",
						params: { limit: 4096 }
					};
					if (vErrors === null) vErrors = [err27];
					else vErrors.push(err27);
					errors++;
				}
				if (!pattern27.test(data7)) {
					const err28 = {
						instancePath: instancePath + "/secretSink",
						schemaPath: "#/properties/secretSink/pattern",
						keyword: "pattern",
						params: { pattern: "^file:.*\\S" }
					};
					if (vErrors === null) vErrors = [err28];
					else vErrors.push(err28);
					errors++;
				}
			} else {
				const err29 = {
					instancePath: instancePath + "/secretSink",
					schemaPath: "#/properties/secretSink/type",
					keyword: "type",
					params: { type: "string" }
				};
				if (vErrors === null) vErrors = [err29];
				else vErrors.push(err29);
				errors++;
			}
		}
		if (data.protect !== void 0) {
			if (typeof data.protect !== "boolean") {
				const err30 = {
					instancePath: instancePath + "/protect",
					schemaPath: "#/properties/protect/type",
					keyword: "type",
					params: { type: "boolean" }
				};
				if (vErrors === null) vErrors = [err30];
				else vErrors.push(err30);
				errors++;
			}
		}
		if (data.ignoreDrift !== void 0) {
			let data9 = data.ignoreDrift;
			if (Array.isArray(data9)) {
				const len0 = data9.length;
				for (let i0 = 0; i0 < len0; i0++) {
					let data10 = data9[i0];
					if (typeof data10 !== "string") {
						const err31 = {
							instancePath: instancePath + "/ignoreDrift/" + i0,
							schemaPath: "#/properties/ignoreDrift/items/type",
							keyword: "type",
							params: { type: "string" }
						};
						if (vErrors === null) vErrors = [err31];
						else vErrors.push(err31);
						errors++;
					}
					if (!(data10 === "name" || data10 === "description" || data10 === "kind" || data10 === "kind.application.userPoolId" || data10 === "oauthDisabled")) {
						const err32 = {
							instancePath: instancePath + "/ignoreDrift/" + i0,
							schemaPath: "#/properties/ignoreDrift/items/enum",
							keyword: "enum",
							params: { allowedValues: schema13.properties.ignoreDrift.items.enum }
						};
						if (vErrors === null) vErrors = [err32];
						else vErrors.push(err32);
						errors++;
					}
				}
				let i1 = data9.length;
				let j0;
				if (i1 > 1) {
					const indices0 = {};
					for (; i1--;) {
						let item0 = data9[i1];
						if (typeof item0 !== "string") continue;
						if (typeof indices0[item0] == "number") {
							j0 = indices0[item0];
							const err33 = {
								instancePath: instancePath + "/ignoreDrift",
								schemaPath: "#/properties/ignoreDrift/uniqueItems",
								keyword: "uniqueItems",
								params: {
									i: i1,
									j: j0
								}
							};
							if (vErrors === null) vErrors = [err33];
							else vErrors.push(err33);
							errors++;
							break;
						}
						indices0[item0] = i1;
					}
				}
			} else {
				const err34 = {
					instancePath: instancePath + "/ignoreDrift",
					schemaPath: "#/properties/ignoreDrift/type",
					keyword: "type",
					params: { type: "array" }
				};
				if (vErrors === null) vErrors = [err34];
				else vErrors.push(err34);
				errors++;
			}
		}
	} else {
		const err35 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" }
		};
		if (vErrors === null) vErrors = [err35];
		else vErrors.push(err35);
		errors++;
	}
	validate12.errors = vErrors;
	return errors === 0;
}

/** Validates a whole file. */
export const validate = whole as Validate;

/** Validates parts of it, by name. */
export const parts: Readonly<Record<string, Validate>> = {
  userPools: part_userPools as Validate,
  sdkClients: part_sdkClients as Validate,
};
