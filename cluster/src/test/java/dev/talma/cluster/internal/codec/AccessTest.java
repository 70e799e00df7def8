package dev.talma.cluster.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.RecordAttribute;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records of another module, which is made here: `record Item(int amount)` in the package shop.
class AccessTest {
  private static final ClassDesc ITEM = ClassDesc.of("shop.Item");
  private static final ClassDesc RECORD = ClassDesc.of("java.lang.Record");

  @TempDir Path directory;

  private Class<?> item(int flags, Consumer<ModuleAttribute.ModuleAttributeBuilder> exports)
      throws IOException, ClassNotFoundException {
    ClassFile format = ClassFile.of();
    Files.createDirectories(directory.resolve("shop"));
    format.buildModuleTo(
        directory.resolve("module-info.class"),
        ModuleAttribute.of(
            ModuleDesc.of("shop.app"),
            module -> {
              module.requires(ModuleDesc.of("java.base"), ClassFile.ACC_MANDATED, null);
              exports.accept(module);
            }));
    format.buildTo(
        directory.resolve("shop/Item.class"),
        ITEM,
        type ->
            type.withFlags(flags | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withSuperclass(RECORD)
                .with(
                    RecordAttribute.of(
                        RecordComponentInfo.of("amount", ConstantDescs.CD_int, List.of())))
                .withField(
                    "amount", ConstantDescs.CD_int, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL)
                .withMethodBody(
                    ConstantDescs.INIT_NAME,
                    MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int),
                    flags,
                    code ->
                        code.aload(0)
                            .invokespecial(RECORD, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .aload(0)
                            .iload(1)
                            .putfield(ITEM, "amount", ConstantDescs.CD_int)
                            .return_())
                .withMethodBody(
                    "amount",
                    MethodTypeDesc.of(ConstantDescs.CD_int),
                    ClassFile.ACC_PUBLIC,
                    code ->
                        code.aload(0).getfield(ITEM, "amount", ConstantDescs.CD_int).ireturn()));
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration()
            .resolve(ModuleFinder.of(directory), ModuleFinder.of(), Set.of("shop.app"));
    return boot.defineModulesWithOneLoader(configuration, null)
        .findLoader("shop.app")
        .loadClass("shop.Item");
  }

  private static void goesThrough(Class<?> item) {
    Schema schema = Schema.of(List.of(item));
    Peer peer = schema.peer(schema.table(), "node-2");
    int number = schema.byName().get("shop.Item").number;
    NamedRefs refs = new NamedRefs();
    Object read = peer.read(Input.of(new byte[] {(byte) number, 14}), refs);
    assertSame(item, read.getClass());
    Output out = new Output(10);
    peer.write(read, out, refs);
    assertEquals(14, out.toBytes()[1]);
  }

  private static String self() {
    Module self = Access.class.getModule();
    assumeTrue(self.isNamed(), "the tests run on the class path");
    return self.getName();
  }

  @Test
  void aPackageThatIsOpenToTheClusterIsEnough() throws Exception {
    String self = self();
    goesThrough(
        item(0, module -> module.opens(PackageDesc.of("shop"), List.of(), ModuleDesc.of(self))));
  }

  @Test
  void aPublicRecordInAnExportedPackageIsEnough() throws Exception {
    goesThrough(
        item(ClassFile.ACC_PUBLIC, module -> module.exports(PackageDesc.of("shop"), List.of())));
  }

  @Test
  void otherwiseTheErrorSaysTheLineThatIsMissing() throws Exception {
    Class<?> item = item(ClassFile.ACC_PUBLIC, _ -> {});
    String self = self();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Schema.of(List.of(item)));
    assertEquals(
        "shop.Item is not visible to the cluster. Write `opens shop to "
            + self
            + ";` in the module-info of shop.app, or let the package be exported and the record be"
            + " public",
        e.getMessage());
  }
}
